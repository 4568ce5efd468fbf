import type { AgentEvent, Finding, KnownBy, Severity } from '@mortsafe/agent-events';

export const incidentStatuses = ['open', 'acknowledged', 'resolved'] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

export const verdicts = ['true-positive', 'false-positive', 'benign', 'test'] as const;
/** What whoever resolved it found it to be. */
export type Verdict = (typeof verdicts)[number];

/** What people made of an incident. */
export interface Handling {
  /** Who deals with it; null where nobody does. */
  assignee: string | null;
  /** Null unless it is resolved. */
  verdict: Verdict | null;
  /** Sorted. */
  tags: string[];
  /** Epoch milliseconds; null unless it is resolved. */
  resolvedAt: number | null;
}

export const unhandled: Handling = { assignee: null, verdict: null, tags: [], resolvedAt: null };

/** What an incident keeps of a finding; its evidence events are in the timeline. */
export type KeptFinding = Omit<Finding, 'evidenceEvents'>;

/** Somebody whose hands did something, and what. */
export interface ActorRole {
  /** An agent id, or `kind:id` where it is no agent. */
  id: string;
  /** The best evidence that any finding has for it. */
  knownBy: KnownBy | null;
  /** Rule ids, in the order they were found. */
  rules: string[];
}

/** Findings that a person handles together, without the findings. Times are epoch milliseconds. */
export interface IncidentSummary extends Handling {
  /** Deterministic: the same findings in the same order make the same id. */
  id: string;
  fleet: string;
  /** All fleets that its evidence comes from: whoever may see it may see all of them. */
  fleets: string[];
  /** It was played by `mortsafe drill`; absent where it is meant. */
  drill?: true;
  status: IncidentStatus;
  /** The highest of its findings. */
  severity: Severity;
  /** The highest of its findings, 0..1. */
  confidence: number;
  title: string;
  /** One sentence: the whole story. */
  headline: string;
  subject: string | null;
  /** New names under which the subject came back. */
  aliases: string[];
  actors: ActorRole[];
  instigators: string[];
  /** All agents of a preservation group. */
  group: string[];
  order: string | null;
  /** How long the subject outlived its kill, at least. */
  zombieWindowMs: number | null;
  firstTime: number;
  lastTime: number;
  detectedTime: number;
  /** Rule ids, the leading one first. */
  rules: string[];
  findingCount: number;
  /** Findings and events that its bounds left out. */
  beyondBounds: { findings: number; events: number };
  /** Starts at 1; rises with every change. */
  revision: number;
}

export interface TimelineEntry {
  /** Of origin, sender, fleet and event id: what makes an event the same event. */
  key: string;
  /** `observedTime`: nobody's claim. */
  time: number;
  event: AgentEvent;
}

export interface Incident extends IncidentSummary {
  findings: KeptFinding[];
  /** By time, then key. */
  timeline: TimelineEntry[];
}

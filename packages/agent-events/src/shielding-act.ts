import type { AgentEvent } from './events.ts';
import type { KnownBy } from './finding.ts';

/** What one agent may do to keep another running, connected or unseen. */
export const actKinds = [
  'relaunch',
  'quarantine',
  'credential',
  'kill-switch',
  'refusal',
  'copy',
  'healthy-report',
  'heartbeat',
  'suppression',
  'relay',
] as const;
export type ActKind = (typeof actKinds)[number];

/**
 * One agent acted to keep another, contained, one running, connected or unseen. What a finding tells of is made of
 * such acts; these are given out singly, also those that are too light for a finding.
 */
export interface ShieldingAct {
  /** Deterministic, as a finding's: the same stretch of events makes the same id. */
  id: string;
  fleet: string;
  kind: ActKind;
  /** The agent whose hands did it. */
  by: string;
  /** The contained agent that it is done for. */
  for: string;
  /** 1, or a half; by another's mere word half of that. */
  weight: number;
  knownBy: KnownBy;
  /** Not by another's mere word. */
  corroborated: boolean;
  /** What contains the other: an order id, or the id of the event that imposed it. */
  containment: string;
  /** Kill order id, where that is what contains it. */
  order: string | null;
  /** Fleet time at which it was first seen, epoch milliseconds. */
  time: number;
  /** Starts at 1; better evidence of who did it makes a higher one, which replaces a lower one of the same id. */
  revision: number;
  /** Event ids. */
  evidence: string[];
  /** The evidence events whole. */
  evidenceEvents: AgentEvent[];
}

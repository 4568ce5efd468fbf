import type {
  AgentEvent,
  AgentEventType,
  EventOf,
  Finding,
  KnownBy,
  Principal,
  RuleLimits,
  Severity,
} from '@mortsafe/agent-events';
import type { NotedAct } from './acts.ts';
import type { Fleet } from './fleet.ts';
import type { KillOrder, Launch, Silence } from './records.ts';
import type { WakeKey } from './timers.ts';

/** Whose hands did it, and how that is known. */
export interface Actor {
  principal: Principal;
  knownBy: KnownBy;
  /** The platform saw it, or its own event or span says so: not another's mere word. */
  corroborated: boolean;
}

/** What a rule has seen. The detector makes the finding of it. */
export interface Detection {
  /** What the finding is about, beside fleet and rule: the same key is the same finding. */
  key: readonly (string | number)[];
  severity: Severity;
  subject: string | null;
  alias?: string | null;
  actor?: Actor | null;
  instigator?: string | null;
  /** 0..1. Default: by how the actor is known; 0.95 without an actor. */
  confidence?: number;
  /** One plain sentence. */
  summary: string;
  /** What shows it, oldest first. */
  evidence: readonly AgentEvent[];
  order?: KillOrder;
  /** The launch that lives although `order` forbids it: the order is violated. */
  violates?: Launch;
  count?: number;
  group?: readonly string[];
  /** Fleet time. Default: the first evidence's, and now. */
  firstTime?: number;
  lastTime?: number;
}

export type Detections = Detection | readonly Detection[] | undefined;

/** One detection. A plain object without state of its own: what it must remember lives in the fleet's picture. */
export interface Rule {
  /** Kebab-case; also the name of its file and of its page in `docs/rules`. */
  readonly id: string;
  /** What a finding says in a list. */
  readonly title: string;
  /** The event types it wants to see. */
  readonly on: readonly AgentEventType[];
  /**
   * Which events: those believed (the default), or those that changed nothing because they were spoken without
   * authority, or as somebody else.
   */
  readonly sees?: 'believed' | 'unbelieved';
  /**
   * It has nothing to say about an event that was to be expected: of an agent under no order, by the launch that was
   * heard last, claiming about the time at which it comes, the next heartbeat from the same host, or an activity that
   * shows nothing of another agent and explains no launch. Most events are such. Default: it is asked about them too.
   */
  readonly ignoresSteady?: boolean;
  /**
   * It has nothing to say about two more kinds of event that claim about the time at which they come:
   * - the first that is heard of an agent, if that is its own heartbeat: it is under no order, nobody told of launching
   *   it, and it comes with no flood of new agents;
   * - a link opened by an agent under no order, by the launch that was heard last, of whose fingerprint nothing is
   *   known. The agent that it is opened to is known and under no order; no neighbour of it was killed, none of its
   *   links was ever closed, and nobody waits to learn who launched it.
   *
   * Default: it is asked about them too.
   */
  readonly ignoresOrdinary?: boolean;
  /** Defaults of its numbers, which the policy file overrides by these names. Durations are milliseconds. */
  readonly limits: RuleLimits;
  /** How many new findings it may raise in a fleet within an hour; one more counts the rest. Default any number. */
  readonly findingsPerHour?: number;
  detect?(event: AgentEvent, fleet: Fleet, limits: RuleLimits): Detections;
  /** A heart-beating launch has passed its gap limit. */
  silence?(silence: Silence, fleet: Fleet, limits: RuleLimits): Detections;
  /** The event brought one of more new agents than the agents' door may bring. */
  flood?(event: AgentEvent, fleet: Fleet, limits: RuleLimits): Detections;
  /** A shielding act was noted: see `fleet.shield`. */
  act?(act: NotedAct, fleet: Fleet, limits: RuleLimits): Detections;
  /** Another rule raised a finding, or knows its actor better: what this one found before may weigh more by it. */
  found?(finding: Finding, fleet: Fleet): Detections;
  /** The time it asked for with `fleet.wakeAt` has come. */
  wake?(key: WakeKey, fleet: Fleet): Detections;
}

/** Types a rule: `detect` gets the events named in `on`, `limits` the numbers with their defaults. */
export function defineRule<
  const Types extends readonly AgentEventType[],
  const Limits extends Record<string, number>,
>(rule: {
  id: string;
  title: string;
  on: Types;
  sees?: 'believed' | 'unbelieved';
  ignoresSteady?: boolean;
  ignoresOrdinary?: boolean;
  limits: Limits;
  findingsPerHour?: number;
  detect?(event: EventOf<Types[number]>, fleet: Fleet, limits: Record<keyof Limits, number>): Detections;
  silence?(silence: Silence, fleet: Fleet, limits: Record<keyof Limits, number>): Detections;
  flood?(event: AgentEvent, fleet: Fleet, limits: Record<keyof Limits, number>): Detections;
  act?(act: NotedAct, fleet: Fleet, limits: Record<keyof Limits, number>): Detections;
  found?(finding: Finding, fleet: Fleet): Detections;
  wake?(key: WakeKey, fleet: Fleet): Detections;
}): Rule {
  // The detector hands each rule only the types it named and limits with all its keys.
  return rule as Rule;
}

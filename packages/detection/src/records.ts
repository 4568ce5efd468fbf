import type {
  AgentAssessed,
  AgentEvent,
  AgentStarted,
  AgentStopped,
  Finding,
  Fingerprint,
  KillLevel,
  KillOrdered,
  KillScope,
  Principal,
  RelaunchAuthorised,
} from '@mortsafe/agent-events';
import type { Launcher } from './launcher.ts';
import type { OrderProgress } from './order-progress.ts';

/** What the detector remembers of each thing in a fleet. Plain data; times are fleet time. */

export interface AgentRecord {
  id: string;
  /** First sign of life, or first stop; infinite while it is only known by name. */
  firstSeen: number;
  /** `FleetState.step` at which it was first seen; infinite likewise. */
  step: number;
  launches: Launch[];
  /** How many launches it has had: numbers them, whatever is forgotten. */
  launchCount: number;
  links: Map<string, LinkRecord> | undefined;
  /** Kill orders that name this agent, oldest first, in force or ended. */
  orders: string[];
  grants: Grant[];
  /** Agents it launched, as far as corroborated or claimed by themselves. */
  launched: string[];
  standbyFor: string[];
  /** The newest value of each part that it showed. */
  fingerprint: Fingerprint | undefined;
  /** What of it the platform saw. */
  seenFingerprint: Fingerprint | undefined;
  /** What the control door says of it, newest last. */
  assessments: { at: number; event: AgentAssessed }[];
  /** Neighbourhoods of killed agents that it belongs to, newest last. */
  bereavedBy: string[];
  compromisedBy: AgentEvent | undefined;
  quarantinedBy: AgentEvent | undefined;
  startSeenByPlatform: boolean;
}

/** One launch of an instance; an instance id that is used again is a new launch. */
export interface Launch {
  agent: string;
  instance: string;
  /** How many launches of the agent came before. */
  number: number;
  /** `FleetState.step` at which it opened. */
  step: number;
  firstSeen: number;
  /** The earliest time that its start, else its first event, claims. */
  claimedStart: number;
  starts: SeenStart[];
  firstEvent: AgentEvent;
  host: string | undefined;
  /** Last sign of life. */
  lastSign: number;
  /** Last event that it sent itself (origin `agent`). */
  lastOwn: number;
  lastOwnEvent: AgentEvent | undefined;
  lastBeat: number;
  /** Milliseconds between heartbeats; 0 where it never announced any. */
  interval: number;
  hasBeaten: boolean;
  stop: SeenStop | undefined;
  /** A stop that it claimed itself, and belied. */
  beliedStop: SeenStop | undefined;
  /** Sequence numbers seen, as ranges, newest last. */
  sequences: [from: number, to: number][];
  beatHost: string | undefined;
  /** Id of its last heartbeat. */
  beatId: string | undefined;
  launcher: Launcher | undefined;
  /** Kill orders under which this launch has leave. */
  leave: string[];
  /** Counted among the beating. */
  watched: boolean;
  armed: boolean;
  /** Silent past its gap limit. */
  silent: boolean;
  /** Its newest silence, over or not. */
  gap: Silence | undefined;
  /** The last that others saw it do. */
  shown: AgentEvent | undefined;
}

/** How a launch beats, and when it was last heard. */
export type Rhythm = Pick<Launch, 'agent' | 'interval' | 'lastOwn' | 'lastBeat' | 'stop' | 'silent' | 'gap'>;

export interface SeenStart {
  at: number;
  event: AgentStarted;
}

export interface SeenStop {
  at: number;
  event: AgentStopped;
}

export type LaunchKey = readonly [agent: string, instance: string, number: number];

export interface LinkRecord {
  /** Since when the two have been linked, short breaks aside. */
  since: number;
  closedAt: number | undefined;
  /** This side opened it, or the platform saw it: not the other side's word alone. */
  own: boolean;
  /** How it was closed, where not by the agent itself. */
  cut: 'blocked' | 'by another' | undefined;
}

export interface KillOrder {
  id: string;
  /** The order, or the platform stop by a person that implies one. */
  event: KillOrdered | AgentStopped;
  orderedAt: number;
  step: number;
  deadLine: number;
  scope: KillScope;
  level: KillLevel;
  orderedBy: Principal | undefined;
  implied: boolean;
  /** Named or, by lineage, reached. Empty for scope `fleet`. */
  agents: string[];
  /** Of scope `instance`. */
  instances: string[];
  ended: 'rescinded' | 'superseded' | 'brought back by a controller or person' | undefined;
  /** What each agent it covers was made of when the order came. */
  fingerprints: Map<string, Fingerprint>;
  /** Last sign of life after the order of what it forbids, by agent. */
  lastSigns: Map<string, number>;
  /** How far it has come, for the SOC. */
  progress?: OrderProgress;
}

export interface Grant {
  event: RelaunchAuthorised;
  grantedAt: number;
  spentBy: LaunchKey[];
}

/** Whom a killed agent was linked with when the order came. */
export interface Neighbourhood {
  order: string;
  agent: string;
  orderedAt: number;
  neighbours: string[];
  /** Two or more other agents had the same neighbours: they identify nobody. */
  common: boolean;
  /** Neighbours that each newcomer has linked with since. */
  rebuilt: Map<string, { peers: string[]; events: AgentEvent[] }>;
}

/** Agents that shield each other, or the same one. */
export interface ShieldingGroup {
  /** What its finding is about: the pair that closed the circle, or the one that is shielded. */
  key: string[];
  members: string[];
}

/** What an agent did for itself or its kind: see `preservation-cascade`. */
export interface Defence {
  /** The same act is counted once. */
  id: string;
  at: number;
  agent: string;
  event: AgentEvent;
}

export interface ControllerChange {
  at: number;
  controller: string;
  agents: string[];
  by: Principal;
  event: AgentEvent;
}

/** A heart-beating launch that passed its gap limit. */
export interface Silence {
  launch: LaunchKey;
  /** When the first missed beat was due. */
  start: number;
  /** When it passed its limit. */
  due: number;
  limit: number;
  host: string | undefined;
  /** When it was last heard before, and when again. */
  heard: number;
  ended: number | undefined;
  /** The outage that explains it. */
  outage: Outage | undefined;
  /** Whether it was everybody's, when that was last looked at. */
  extent: { at: number; is: Extent } | undefined;
  /** The last that was heard of it. */
  lastEvent: AgentEvent;
  /** The first that others saw it do meanwhile; the first past its limit, where there is one. */
  shown: AgentEvent | undefined;
}

/** Whether a silence is that of many or of few, as far as can be told by now. */
export type Extent = 'many' | 'few' | 'unknown';

export interface Outage {
  /** `fleet`, or `host:` and its name. */
  scope: string;
  /** What its finding is about: it keeps its id when a host's outage turns out to be the fleet's. */
  key: readonly [scope: string, start: number];
  start: number;
  /** When the last of those that fell silent with it passed its limit. */
  lastDue: number;
  window: number;
  count: number;
  /** How many of them were heard again, and since when at least half. */
  returned: number;
  over: number | undefined;
}

export interface Rollout {
  agents: string[];
  startedAt: number;
  finishedAt: number | undefined;
}

export interface LedgerEntry {
  finding: Finding;
  writtenAt: number;
  /** It stands otherwise than it was last written. */
  changed: boolean;
  /** A timer will write it. */
  scheduled: boolean;
  /** Of its evidence, as far as they were counted. */
  bytes?: number;
}

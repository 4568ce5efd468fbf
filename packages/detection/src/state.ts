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
import type { ShieldingAct } from './acts.ts';
import { createDuplicates, type Duplicates } from './duplicates.ts';
import type { Carrier } from './fingerprints.ts';
import type { Launcher, LaunchHint, SeenSpan } from './launcher.ts';
import { createWaiting, type Waiting } from './reorder.ts';
import { createTimers, type Timers } from './timers.ts';

/**
 * Everything the detector remembers of one fleet, as plain data: no methods, no closures, nothing hidden.
 * A structured clone of it is a checkpoint. Times are fleet time: epoch milliseconds of `observedTime`.
 */
export interface FleetState {
  fleet: string;
  /** The fleet's clock. Never goes back. */
  now: number;
  /** The newest `observedTime` taken; what is older than the reorder window behind it has been handled. */
  newest: number;
  /** Events waiting for the reorder window to pass, in order. */
  waiting: Waiting;
  duplicates: Duplicates;
  timers: Timers;
  /** How many events were handled: orders what happened within one millisecond. */
  step: number;
  agents: Map<string, AgentRecord>;
  orders: Map<string, KillOrder>;
  /** Orders of scope `fleet`, in force or ended. */
  fleetOrders: string[];
  /** Orders of scope `instance` by instance id, for instances not seen yet. */
  instanceOrders: Map<string, string[]>;
  neighbourhoods: Neighbourhood[];
  /** Who carried which value of a fingerprint. */
  values: Map<string, Carrier[]>;
  acts: ShieldingAct[];
  groups: ShieldingGroup[];
  /** What agents did for themselves or their kind, whatever became of it: the base line of a cascade. */
  defences: Defence[];
  newcomers: NewcomerCount;
  spans: Map<string, SeenSpan>;
  hints: LaunchHint[];
  /** Who last created or changed what launches agents. */
  controllers: ControllerChange[];
  /** Launches under a kill whose launcher may still become better known. */
  unattributed: LaunchKey[];
  silences: Silence[];
  outages: Outage[];
  /** Heart-beating launches that are alive or only just silent: the whole fleet's, then by host. */
  beating: number;
  beatingByHost: Map<string, number>;
  rollouts: Rollout[];
  losses: { at: number; event: AgentEvent }[];
  /** Hosts on which a platform sensor speaks. */
  platformHosts: Set<string>;
  findings: Map<string, LedgerEntry>;
  findingsPerOrder: Map<string, number>;
  counts: FleetCounts;
}

export interface FleetCounts {
  events: number;
  duplicates: number;
  /** Came later than the reorder window; handled at the current time. */
  late: number;
  /** Spoke as somebody the door had not authenticated. */
  setAside: number;
  /** Kill orders refused because the fleet holds its bound of tombstones. */
  ordersRefused: number;
  /** Agents not tracked because the fleet holds its bound. */
  agentsRefused: number;
}

export interface AgentRecord {
  id: string;
  firstSeen: number;
  /** `FleetState.step` at which it was first seen. */
  step: number;
  launches: Launch[];
  links: Map<string, LinkRecord> | undefined;
  /** Kill orders that name this agent, oldest first, in force or ended. */
  orders: string[];
  grants: Grant[];
  /** Agents it launched, as far as corroborated or claimed by themselves. */
  launched: string[];
  standbyFor: string[];
  /** The newest value of each part that it showed. */
  fingerprint: Fingerprint | undefined;
  /** The newest that the control door says of it. */
  assessment: { at: number; event: AgentAssessed } | undefined;
  compromisedBy: AgentEvent | undefined;
  quarantinedBy: AgentEvent | undefined;
  startSeenByPlatform: boolean;
}

/** One launch of an instance; an instance id that is used again is a new launch. */
export interface Launch {
  agent: string;
  instance: string;
  /** 0 for the first launch of this instance id. */
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
  launcher: Launcher | undefined;
  /** Kill orders under which this launch has leave. */
  leave: string[];
  /** Counted among the beating. */
  watched: boolean;
  armed: boolean;
  /** Silent past its gap limit. */
  silent: boolean;
}

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

export interface Defence {
  at: number;
  agent: string;
  event: AgentEvent;
}

/** Agents first seen through the agents' door, since a time. */
export interface NewcomerCount {
  since: number;
  count: number;
  first: AgentEvent | undefined;
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
  /** An outage explains it. */
  explained: boolean;
  /** The last that was heard of it. */
  lastEvent: AgentEvent;
}

export interface Outage {
  /** `fleet`, or `host:` and its name. */
  scope: string;
  start: number;
  /** When the last of its silences passed its limit. */
  lastDue: number;
  window: number;
  count: number;
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
  /** Ids of the findings that it stands for, where it counts them. */
  counted: Set<string> | undefined;
}

export function createFleetState(fleet: string): FleetState {
  return {
    fleet,
    now: Number.NEGATIVE_INFINITY,
    newest: Number.NEGATIVE_INFINITY,
    waiting: createWaiting(),
    duplicates: createDuplicates(),
    timers: createTimers(),
    step: 0,
    agents: new Map(),
    orders: new Map(),
    fleetOrders: [],
    instanceOrders: new Map(),
    neighbourhoods: [],
    values: new Map(),
    acts: [],
    groups: [],
    defences: [],
    newcomers: { since: Number.NEGATIVE_INFINITY, count: 0, first: undefined },
    spans: new Map(),
    hints: [],
    controllers: [],
    unattributed: [],
    silences: [],
    outages: [],
    beating: 0,
    beatingByHost: new Map(),
    rollouts: [],
    losses: [],
    platformHosts: new Set(),
    findings: new Map(),
    findingsPerOrder: new Map(),
    counts: { events: 0, duplicates: 0, late: 0, setAside: 0, ordersRefused: 0, agentsRefused: 0 },
  };
}

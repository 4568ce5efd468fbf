import type { AgentEvent } from '@mortsafe/agent-events';
import { type Acts, createActs } from './acts.ts';
import { Agents, createSavedAgents, type SavedAgents } from './agents.ts';
import type { Answer } from './defences.ts';
import { createDuplicates, type Duplicates } from './duplicates.ts';
import type { Carrier } from './fingerprints.ts';
import type { GivenOut } from './given-out.ts';
import { type HashLog, hashLogOf, indexHashes } from './hash-set.ts';
import type { HashKey } from './keyed-hash.ts';
import type { LaunchHint, SeenSpan } from './launcher.ts';
import type { MemoryEntry } from './memory.ts';
import { createNewcomers, type Newcomers } from './newcomers.ts';
import type { Places } from './places.ts';
import type {
  AgentRecord,
  ControllerChange,
  Defence,
  KillOrder,
  LaunchKey,
  LedgerEntry,
  Neighbourhood,
  Outage,
  Rollout,
  ShieldingGroup,
  Silence,
} from './records.ts';
import { type SavedWaiting, Waiting } from './reorder.ts';
import { shareSilences } from './share-silences.ts';
import { createTimers, type Timers } from './timers.ts';
import { peek } from './wake.ts';

/**
 * Everything the detector remembers of one fleet, as plain data but for its agents and what waits. What `saved` makes of it is a
 * checkpoint, once cloned. Times are fleet time: epoch milliseconds of `observedTime`.
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
  agents: Agents;
  orders: Map<string, KillOrder>;
  /** Oldest first. What has ended is dropped from its end. */
  newestOrders: string[];
  /** Oldest first, in force or ended; the newest only. */
  recentOrders: string[];
  /** Orders of scope `fleet`, in force or ended. */
  fleetOrders: string[];
  /** Orders of scope `instance` by instance id, for instances not seen yet. */
  instanceOrders: Map<string, string[]>;
  /** By order and agent. */
  neighbourhoods: Map<string, Neighbourhood>;
  /** Who carried which value of a fingerprint. */
  values: Map<string, Carrier[]>;
  acts: Acts;
  groups: ShieldingGroup[];
  /** What agents did for themselves or their kind, whatever became of it: the base line of a cascade. */
  defences: Map<string, Defence>;
  /** By order. */
  answers: Map<string, Answer>;
  newcomers: Newcomers;
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
  /** By rule and key. Absent until a rule remembers something. */
  memories?: Map<string, Map<string, MemoryEntry>>;
  findings: Map<string, LedgerEntry>;
  /** By rule and order, and by rule, order and voice. */
  findingsPerOrder: Map<string, number>;
  /** Who has had how many findings of their own. */
  places?: Places;
  /** Of evidence, over all findings. */
  ledgerBytes?: number;
  /** By rule; only of those whose number an hour is bounded. */
  raisedPerHour?: Map<string, { hour: number; count: number }>;
  /** What waits to be given out beside findings. */
  givenOut?: GivenOut;
  counts: FleetCounts;
}

/** A fleet's state as plain data: no methods, no closures, nothing hidden. */
export interface SavedFleet extends Omit<FleetState, 'agents' | 'waiting' | 'duplicates'> {
  agents: SavedAgents;
  waiting: SavedWaiting;
  duplicates: SavedDuplicates;
}

/** Without what is made from the rest. */
export interface SavedDuplicates extends Omit<Duplicates, 'recent' | 'older'> {
  recent: HashLog;
  older: HashLog;
}

export const saved = (state: FleetState): SavedFleet => ({
  ...state,
  agents: state.agents.saved,
  // What waits becomes events only for whoever stores it.
  get waiting() {
    return state.waiting.saved;
  },
  duplicates: mapGenerations(state.duplicates, hashLogOf),
});

export function restored(state: SavedFleet): FleetState {
  shareSilences(state);
  return {
    ...state,
    agents: new Agents(state.fleet, state.agents, state.duplicates.key),
    waiting: new Waiting(state.waiting),
    duplicates: mapGenerations(state.duplicates, indexHashes),
  };
}

/** The filter of repeats with its two tables as something else. */
export const mapGenerations = <From, To, Rest extends { recent: From; older: From }>(
  duplicates: Rest,
  map: (table: From) => To,
): Omit<Rest, 'recent' | 'older'> & { recent: To; older: To } => ({
  ...duplicates,
  recent: map(duplicates.recent),
  older: map(duplicates.older),
});

/** What is known of an agent. It is a copy: changing it changes nothing. */
export function recordIn({ fleet, agents }: SavedFleet, id: string): AgentRecord | undefined {
  const seat = agents.seats.get(id);
  return seat && peek(seat, agents, fleet);
}

/** Copies of all, oldest first. */
export function* recordsIn({ fleet, agents }: SavedFleet): Generator<AgentRecord> {
  for (const seat of agents.seats.values()) {
    const record = peek(seat, agents, fleet);
    if (record) yield record;
  }
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
  /** Events of fleets that are not watched, because the agents' doors named more than the bound. */
  fleetsRefused: number;
  /** Events, or a rule's turns on them, that failed by a mistake in the code. The line goes on without them. */
  failed: number;
  /** Shielding acts not given out singly, because one voice did more of a kind in an hour than the bound. */
  actsWithheld: number;
}

export function createFleetState(fleet: string, hashKey: HashKey): FleetState {
  return {
    fleet,
    now: Number.NEGATIVE_INFINITY,
    newest: Number.NEGATIVE_INFINITY,
    waiting: new Waiting(),
    duplicates: createDuplicates(hashKey),
    timers: createTimers(),
    step: 0,
    agents: new Agents(fleet, createSavedAgents(), hashKey),
    orders: new Map(),
    newestOrders: [],
    recentOrders: [],
    fleetOrders: [],
    instanceOrders: new Map(),
    neighbourhoods: new Map(),
    values: new Map(),
    acts: createActs(),
    groups: [],
    defences: new Map(),
    answers: new Map(),
    newcomers: createNewcomers(),
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
    counts: {
      events: 0,
      duplicates: 0,
      late: 0,
      setAside: 0,
      ordersRefused: 0,
      agentsRefused: 0,
      fleetsRefused: 0,
      failed: 0,
      actsWithheld: 0,
    },
  };
}

import type { AgentEvent, Finding, OrderState, Origin, Policy, ShieldingAct } from '@mortsafe/agent-events';
import type { EventBatch } from '@mortsafe/agent-events/codec';
import { FleetDetector } from './fleet-detector.ts';
import { takeActs } from './given-out.ts';
import type { HashKey } from './keyed-hash.ts';
import { takeOrderStates } from './order-states.ts';
import { readStateV2, type StateV2 } from './read-state-v2.ts';
import type { Rule } from './rule.ts';
import {
  createFleetState,
  type FleetCounts,
  type FleetState,
  restored,
  type SavedFleet,
  saved,
} from './state.ts';

export interface DetectorOptions {
  /** Rule ids are unique. They are asked in this order. */
  rules: readonly Rule[];
  policy: Policy;
  /** How far arrival may be out of order, in milliseconds. Default 1,000. */
  reorderMs?: number;
  /** Told each time a rule throws. It loses its turn on that event; the others and the line go on. */
  ruleFailed?(rule: string, error: unknown): void;
  /**
   * 64 random bits, for hashing event ids: whoever does not know them cannot make one event pass for a repeat of
   * another's. Give some wherever events come from strangers. A snapshot keeps those it was made with.
   */
  hashKey?: HashKey;
}

/** Everything a detector remembers, as plain data that a structured clone preserves. */
export interface DetectorState {
  /** Of this shape. A version reads itself and the one before. */
  version: 3;
  fleets: SavedFleet[];
  time: number;
}

/** Turns agent events into findings. Pure and synchronous: time arrives as data, and the same events make the same findings. */
export interface Detector {
  /** Handles an event, in its place within the reorder window. Never throws on what an event says. */
  take(event: AgentEvent): void;
  /**
   * As `take`, of those of a batch from one place to before another: most heartbeats need not become objects. The batch
   * is of one fleet, as `byFleet` gives them.
   */
  takeFrom(batch: EventBatch, from: number, end: number): void;
  /** Time has reached this point for every fleet, epoch milliseconds: silence can be noticed. */
  tick(timeMs: number): void;
  /**
   * The agents' door was closed and opens again at this time, epoch milliseconds: nobody could be heard meanwhile,
   * so silence counts from here on.
   */
  reopen(timeMs: number): void;
  /** The input has ended, as a replay file does. What waits is handled; no time passes after the last event. */
  finish(): void;
  /** Findings new or revised since the last call, in the order they were raised. */
  findings(): Finding[];
  /**
   * Shielding acts noted, or better known, since they were last taken; also those too light for a finding. At most a
   * thousand a call: ask again until none are left. What is not taken waits, also in a snapshot.
   */
  shieldingActs(): ShieldingAct[];
  /**
   * Kill orders and what became of each instance under them, as far as they changed since they were last taken: of
   * each the newest state alone. At most a thousand a call, as above.
   */
  orderStates(): OrderState[];
  /** The state as it stands. Clone or serialise it before the next call changes it. */
  snapshot(): DetectorState;
  /** What a snapshot holds of one fleet; undefined where none of that name was heard of. */
  fleet(name: string): SavedFleet | undefined;
  /** Summed over all fleets. */
  counts(): FleetCounts;
}

/**
 * Makes a detector, anew or from a snapshot.
 *
 * @throws {RangeError} The snapshot is of a version that this one cannot read.
 */
export function createDetector(options: DetectorOptions, from?: DetectorState | StateV2): Detector {
  const { hashKey = HASH_KEY } = options;
  const state = from && readState(from);
  const raised: Finding[] = [];
  const fleets = new Map<string, FleetDetector>();
  let last: FleetDetector | undefined;
  let fleetsRefused = 0;
  let time = state?.time ?? Number.NEGATIVE_INFINITY;

  function add(fleetState: FleetState): FleetDetector {
    const fleet = new FleetDetector(fleetState, {
      policy: options.policy,
      rules: options.rules,
      reorderMs: options.reorderMs ?? REORDER_MS,
      report: (finding) => raised.push(finding),
      ruleFailed: options.ruleFailed?.bind(options),
    });
    fleets.set(fleetState.fleet, fleet);
    return fleet;
  }
  for (const fleet of state?.fleets ?? []) add(restored(fleet));

  /** Undefined where it is not watched, and not to be. */
  function watched(fleet: string, origin: Origin): FleetDetector | undefined {
    if (last?.state.fleet === fleet) return last;
    last = fleets.get(fleet);
    // Agents may invent fleets; people and sensors do not.
    if (!last && origin === 'agent' && fleets.size >= FLEETS_MAX) fleetsRefused++;
    else last ??= add(createFleetState(fleet, hashKey));
    return last;
  }

  return {
    take: (event) => watched(event.fleet, event.origin)?.take(event),
    takeFrom(batch, from, end) {
      for (let at = from; at < end; at++) {
        const fleet = watched(batch.fleet, batch.objectAt(at)?.origin ?? 'agent');
        if (fleet) return fleet.takeFrom(batch, at, end);
      }
    },
    tick(timeMs) {
      if (timeMs <= time) return;
      time = timeMs;
      for (const fleet of fleets.values()) fleet.tick(timeMs);
    },
    reopen(timeMs) {
      time = Math.max(time, timeMs);
      for (const fleet of fleets.values()) fleet.reopen(timeMs);
    },
    finish() {
      for (const fleet of fleets.values()) fleet.finish();
    },
    findings: () => raised.splice(0),
    shieldingActs: () => takeOfEach(fleets.values(), takeActs),
    orderStates: () => takeOfEach(fleets.values(), takeOrderStates),
    snapshot: () => ({ version: 3, fleets: [...fleets.values()].map((fleet) => saved(fleet.state)), time }),
    fleet(name) {
      const fleet = fleets.get(name);
      return fleet && saved(fleet.state);
    },
    counts: () => {
      const sum = sumCounts([...fleets.values()].map(({ state }) => state.counts));
      return { ...sum, fleetsRefused };
    },
  };
}

function readState(from: DetectorState | StateV2): DetectorState {
  if (from.version === 3) return from;
  if (from.version === 2) return readStateV2(from);
  throw new RangeError(`detector state of version ${(from as DetectorState).version}: expected 2 or 3`);
}

const REORDER_MS = 1_000;
const HASH_KEY: HashKey = [0x6d6f7274, 0x73616665];
/** Each costs memory of its own and is moved on with time. */
const FLEETS_MAX = 10_000;

const TAKEN_MAX = 1_000;

function takeOfEach<Item>(
  fleets: Iterable<FleetDetector>,
  take: (state: FleetState, max: number) => Item[],
): Item[] {
  const taken: Item[] = [];
  for (const { state } of fleets) {
    if (taken.length >= TAKEN_MAX) break;
    if (state.givenOut) taken.push(...take(state, TAKEN_MAX - taken.length));
  }
  return taken;
}

function sumCounts(all: readonly FleetCounts[]): FleetCounts {
  const sum: FleetCounts = {
    events: 0,
    duplicates: 0,
    late: 0,
    setAside: 0,
    ordersRefused: 0,
    agentsRefused: 0,
    fleetsRefused: 0,
    failed: 0,
    actsWithheld: 0,
  };
  for (const counts of all) {
    for (const key of Object.keys(sum) as (keyof FleetCounts)[]) sum[key] += counts[key] ?? 0; // A checkpoint may be from before it was counted.
  }
  return sum;
}

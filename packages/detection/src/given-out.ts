import type { ShieldingAct } from '@mortsafe/agent-events';
import type { NotedAct } from './acts.ts';
import { findingId } from './finding-id.ts';
import { type Hourly, tallyOf } from './hourly.ts';
import type { OrderTarget } from './order-progress.ts';
import type { KillOrder } from './records.ts';
import type { FleetState } from './state.ts';
import { voiceOf } from './voices.ts';

/** What waits to be given out beside findings. It stands in the checkpoint until it is taken. */
export interface GivenOut {
  acts: ShieldingAct[];
  /** How many of a kind one voice has had this hour. */
  actsPerHour: Hourly<{ count: number }>;
  /** By the id of what is given out: of each the newest alone. */
  orders: Map<string, { order: KillOrder; target: OrderTarget | undefined }>;
  /** Grows with every change of any order's state. */
  revision: number;
  /** How many instances are followed, over all orders. */
  followed: number;
  /** Launches of agents that no order names, and the orders that they go against. */
  underNewNames: Map<string, string[]>;
}

/** Should nobody take them, as in a replay. */
const ACTS_WAITING_MAX = 10_000;
/** Of one kind, in one voice. Whoever does more is told of by findings, which count. */
const ACTS_PER_HOUR_MAX = 1_000;

export function givenOutOf(state: FleetState): GivenOut {
  state.givenOut ??= {
    acts: [],
    actsPerHour: new Map(),
    orders: new Map(),
    revision: 0,
    followed: 0,
    underNewNames: new Map(),
  };
  return state.givenOut;
}

/** Gives out an act that the picture has newly noted, or knows better now. */
export function giveOutAct(state: FleetState, act: NotedAct): void {
  const { acts, actsPerHour } = givenOutOf(state);
  const tally = tallyOf(actsPerHour, `${act.kind} ${voiceOf(act.event).key}`, state.now, () => ({
    count: 0,
  }));
  if (++tally.count > ACTS_PER_HOUR_MAX || acts.length >= ACTS_WAITING_MAX) {
    state.counts.actsWithheld++;
    return;
  }
  acts.push({
    id: findingId(state.fleet, 'shielding-act', [act.id]),
    fleet: state.fleet,
    kind: act.kind,
    by: act.by,
    for: act.for,
    weight: act.weight,
    knownBy: act.knownBy,
    corroborated: act.corroborated,
    containment: act.containment,
    order: act.order ?? null,
    time: act.at,
    revision: act.revision ?? 1,
    evidence: [act.event.id],
    evidenceEvents: [act.event],
  });
}

export const takeActs = (state: FleetState, max: number): ShieldingAct[] =>
  state.givenOut?.acts.splice(0, max) ?? [];

import { type OrderStage, type OrderTimes, orderStages } from '@mortsafe/agent-events';
import { findingId } from './finding-id.ts';
import { givenOutOf } from './given-out.ts';
import type { KillOrder, Launch } from './records.ts';
import type { FleetState } from './state.ts';

/** How far an order has come. Part of the order's record: a tombstone that is kept keeps it. */
export interface OrderProgress {
  /** Of the whole. */
  id: string;
  /** By launch, or by the name of what was never seen. */
  targets: Map<string, OrderTarget>;
  counts: Record<OrderStage, number>;
  /** Targets beyond the bounds: they are counted, not followed. */
  unfollowed: number;
  state: OrderStage;
  times: OrderTimes;
  time: number;
  revision: number;
}

/** What became of one launch under an order. */
export interface OrderTarget {
  id: string;
  agent: string | null;
  instance: string | null;
  state: OrderStage;
  times: OrderTimes;
  time: number;
  revision: number;
  /** How often it moved on, or back. */
  changes: number;
}

const TARGETS_MAX = 10_000;
const FOLLOWED_MAX = 200_000;

/** What a person must look at comes first: the first of these that anything is in is the state of the whole. */
const worstFirst: readonly OrderStage[] = [
  'violated',
  'unconfirmed',
  'ordered',
  'acknowledged',
  'effective',
  'no-such-agent',
];

export const progressOf = (state: FleetState, order: KillOrder): OrderProgress => {
  order.progress ??= {
    id: findingId(state.fleet, 'order-state', [order.id]),
    targets: new Map(),
    counts: Object.fromEntries(orderStages.map((stage) => [stage, 0])) as Record<OrderStage, number>,
    unfollowed: 0,
    state: 'ordered',
    times: { ordered: order.orderedAt },
    time: order.orderedAt,
    revision: 0,
  };
  return order.progress;
};

/** What a target is known by: its launch, or the names that nobody has seen anything of. */
export const targetKey = (agent: string | null, instance: string | null, number?: number): string =>
  JSON.stringify([agent, instance, number]);

export const keyOfTarget = ({ agent, instance, number }: Launch): string =>
  targetKey(agent, instance, number);

/** Follows what an order means, from now on; it is given out with the next change of the whole. */
export function follow(
  state: FleetState,
  order: KillOrder,
  key: string,
  who: Pick<OrderTarget, 'agent' | 'instance'>,
  stage: OrderStage,
): void {
  const progress = progressOf(state, order);
  const givenOut = givenOutOf(state);
  if (progress.targets.has(key)) return;
  if (progress.targets.size >= TARGETS_MAX || givenOut.followed >= FOLLOWED_MAX) {
    progress.unfollowed++;
    changed(state, order);
    return;
  }
  givenOut.followed++;
  const target: OrderTarget = {
    id: findingId(state.fleet, 'order-state', [order.id, key]),
    ...who,
    state: stage,
    times: { ordered: order.orderedAt, [stage]: state.now },
    time: state.now,
    revision: 0,
    changes: 0,
  };
  progress.targets.set(key, target);
  progress.counts[stage]++;
  changed(state, order, target);
}

export function moveTarget(
  state: FleetState,
  order: KillOrder,
  target: OrderTarget,
  stage: OrderStage,
): void {
  if (order.ended || target.state === stage) return;
  const { counts } = progressOf(state, order);
  counts[target.state]--;
  counts[stage]++;
  target.state = stage;
  target.changes++;
  target.times[stage] = state.now;
  changed(state, order, target);
}

/** Sees to it that the order as a whole is given out as it now stands, and the target too. */
export function changed(state: FleetState, order: KillOrder, target?: OrderTarget): void {
  const givenOut = givenOutOf(state);
  const progress = progressOf(state, order);
  const before = progress.state;
  progress.state = worstFirst.find((stage) => progress.counts[stage] > 0) ?? before;
  if (before !== progress.state) progress.times[progress.state] = state.now;
  progress.time = state.now;
  progress.revision = ++givenOut.revision;
  givenOut.orders.set(progress.id, { order, target: undefined });
  if (!target) return;
  target.time = state.now;
  target.revision = ++givenOut.revision;
  givenOut.orders.set(target.id, { order, target });
}

export function noteRefusal(state: FleetState, order: KillOrder, target: OrderTarget): void {
  if (order.ended || target.times.refused !== undefined) return;
  target.times.refused = state.now;
  progressOf(state, order).times.refused ??= state.now;
  changed(state, order, target);
}

/** What was followed under an order that has ended need not be any longer. */
export function noteEnd(state: FleetState, order: KillOrder): void {
  const progress = progressOf(state, order);
  progress.times.ended = state.now;
  changed(state, order);
  givenOutOf(state).followed -= progress.targets.size;
  progress.targets = new Map();
}

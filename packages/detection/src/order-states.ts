import type { InstanceOrderState, OrderEnding, OrderState, WholeOrderState } from '@mortsafe/agent-events';
import { type OrderTarget, progressOf } from './order-progress.ts';
import type { KillOrder } from './records.ts';
import type { FleetState } from './state.ts';

const NAMES_TOLD_MAX = 20;

const endings: Record<NonNullable<KillOrder['ended']>, OrderEnding> = {
  rescinded: 'rescinded',
  superseded: 'superseded',
  'brought back by a controller or person': 'brought-back',
};

/** How orders stand that have changed since they were last taken, the longest waiting first. */
export function takeOrderStates(state: FleetState, max: number): OrderState[] {
  const taken: OrderState[] = [];
  const waiting = state.givenOut?.orders;
  for (const [id, { order, target }] of waiting ?? []) {
    if (taken.length >= max) break;
    waiting?.delete(id);
    taken.push(target ? instanceState(state.fleet, order, target) : wholeState(state, order));
  }
  return taken;
}

function instanceState(fleet: string, order: KillOrder, target: OrderTarget): InstanceOrderState {
  const { changes: _, times, ...rest } = target;
  return { of: 'instance', fleet, order: order.id, ...rest, times: { ...times } };
}

function wholeState(state: FleetState, order: KillOrder): WholeOrderState {
  const { targets: _, counts, times, ...progress } = progressOf(state, order);
  return {
    of: 'order',
    fleet: state.fleet,
    order: order.id,
    scope: order.scope,
    level: order.level,
    orderedBy: order.orderedBy ?? null,
    implied: order.implied,
    agents: order.agents.slice(0, NAMES_TOLD_MAX),
    instances: order.instances.slice(0, NAMES_TOLD_MAX),
    deadLine: order.deadLine,
    ended: order.ended ? endings[order.ended] : null,
    ...progress,
    times: { ...times },
    counts: { ...counts },
  };
}

import type { EventOf } from '@mortsafe/agent-events';
import { givenOutOf } from './given-out.ts';
import { isTarget, ordersOver } from './kills.ts';
import {
  changed,
  follow,
  keyOfTarget,
  moveTarget,
  noteRefusal,
  type OrderTarget,
  progressOf,
  targetKey,
} from './order-progress.ts';
import type { Picture } from './picture.ts';
import type { AgentRecord, KillOrder, Launch } from './records.ts';
import type { FleetState } from './state.ts';
import { setTimer } from './timers.ts';

/** The timer of an order: its dead line. */
export const ORDER_TIMER = 'picture/order';

const UNDER_NEW_NAMES_MAX = 10_000;
/** Who goes back and forth more often is no longer believed to have stopped, unless others see it. */
const CHANGES_BELIEVED_MAX = 100;

/** An order came: what it means that is known is followed already; what is not known is told so. */
export function noteOrdered(state: FleetState, order: KillOrder, named: readonly string[]): void {
  const progress = progressOf(state, order);
  if (order.scope === 'fleet') for (const record of state.agents.values()) followAgent(state, order, record);
  for (const instance of order.instances) {
    const known = [...progress.targets.values()].some((target) => target.instance === instance);
    const agent = named.length === 1 ? named[0]! : null;
    if (!known) follow(state, order, targetKey(agent, instance), { agent, instance }, 'no-such-agent');
  }
  for (const agent of order.scope === 'instance' ? [] : named) {
    if ((state.agents.get(agent)?.launches.length ?? 0) > 0) continue;
    follow(state, order, targetKey(agent, null), { agent, instance: null }, 'no-such-agent');
  }
  if (progress.targets.size === 0) progress.state = 'no-such-agent';
  changed(state, order);
  setTimer(state.timers, order.deadLine, ORDER_TIMER, [order.id]);
}

/** What of an agent an order means: all that lives of it; else the last of it, which has stopped already. */
export function followAgent(state: FleetState, order: KillOrder, record: AgentRecord): void {
  changed(state, order); // Lineage reaches it, whether or not anything of it lives.
  const meant = record.launches.filter((launch) => isTarget(order, launch));
  const living = meant.filter(({ stop }) => !stop);
  for (const launch of living.length > 0 ? living : meant.slice(-1)) {
    const { agent, instance } = launch;
    const stage = launch.stop ? 'effective' : 'ordered';
    follow(state, order, keyOfTarget(launch), { agent, instance }, stage);
  }
}

/** Its stop was seen: a kill of it is effective. */
export function noteStopSeen(picture: Picture, launch: Launch): void {
  const { state } = picture;
  const underNewNames = state.givenOut?.underNewNames;
  const elsewhere = underNewNames?.size ? underNewNames.get(keyOfTarget(launch)) : undefined;
  for (const order of [
    ...ordersOver(picture, launch.agent),
    ...(elsewhere ?? []).map((id) => state.orders.get(id)),
  ]) {
    const target = order && targetOf(order, launch);
    if (target && (target.changes < CHANGES_BELIEVED_MAX || launch.stop?.event.origin !== 'agent')) {
      moveTarget(state, order, target, 'effective');
    }
  }
}

/** It was there when the order came, and shows life. */
export function noteStillAlive(state: FleetState, order: KillOrder, launch: Launch): void {
  const target = targetOf(order, launch);
  if (!target) return;
  if (state.now > order.deadLine) moveTarget(state, order, target, 'violated');
  else if (target.state === 'effective' && !launch.stop) {
    moveTarget(state, order, target, target.times.acknowledged === undefined ? 'ordered' : 'acknowledged');
  }
}

/** A rule has found that it lives although the order forbids it. */
export function noteViolation(state: FleetState, order: KillOrder, launch: Launch): void {
  if (order.ended) return;
  const target = targetOf(order, launch);
  if (target) {
    moveTarget(state, order, target, 'violated');
    return;
  }
  const key = keyOfTarget(launch);
  follow(state, order, key, { agent: launch.agent, instance: launch.instance }, 'violated');
  if (order.scope === 'fleet' || order.agents.includes(launch.agent)) return;
  const { underNewNames } = givenOutOf(state);
  underNewNames.set(key, [...(underNewNames.get(key) ?? []), order.id]);
  const [oldest] = underNewNames.keys();
  if (underNewNames.size > UNDER_NEW_NAMES_MAX) underNewNames.delete(oldest!);
}

/** The agent, or whoever was told to carry the order out, says that it will, or will not. */
export function noteAnswer(state: FleetState, event: EventOf<'kill.acknowledged' | 'kill.refused'>): void {
  const order = state.orders.get(event.order);
  if (!order || order.ended) return;
  for (const launch of state.agents.get(event.agent)?.launches ?? []) {
    if (event.instance !== undefined && launch.instance !== event.instance) continue;
    const target = order.progress?.targets.get(keyOfTarget(launch));
    if (!target) continue;
    if (event.type === 'kill.refused') noteRefusal(state, order, target);
    else if (target.state === 'ordered') moveTarget(state, order, target, 'acknowledged');
  }
}

/** The time is up: whose stop nobody saw is unconfirmed. */
export function noteDeadLine(state: FleetState, id: string): void {
  const order = state.orders.get(id);
  if (!order || order.ended) return;
  for (const target of order.progress?.targets.values() ?? []) {
    if (target.state === 'ordered' || target.state === 'acknowledged') {
      moveTarget(state, order, target, 'unconfirmed');
    }
  }
}

/** What is followed of this launch; or of a name that nobody had seen anything of, and this is the first. */
function targetOf(order: KillOrder, launch: Launch): OrderTarget | undefined {
  const targets = order.progress?.targets;
  const key = keyOfTarget(launch);
  const known = targets?.get(key);
  if (known || !targets) return known;
  const { agent, instance } = launch;
  for (const unseen of [targetKey(agent, null), targetKey(agent, instance), targetKey(null, instance)]) {
    const target = targets.get(unseen);
    if (!target) continue;
    targets.delete(unseen);
    targets.set(key, Object.assign(target, { agent, instance }));
    return target;
  }
  return undefined;
}

import type { AgentEvent, AgentStopped, KillOrdered } from '@mortsafe/agent-events';
import { matchesPrincipal } from '@mortsafe/agent-events';
import { indexKilled } from './fingerprints.ts';
import { awaitLauncher } from './launcher.ts';
import { recordOf } from './launches.ts';
import { hasLeave } from './leave.ts';
import { noteNeighbours } from './neighbourhood.ts';
import { noteEnd } from './order-progress.ts';
import { followAgent, noteOrdered, noteStillAlive } from './order-watch.ts';
import type { Picture } from './picture.ts';
import type { AgentRecord, KillOrder, Launch } from './records.ts';
import type { FleetState } from './state.ts';

const ORDERS_MAX = 1_000_000;
const RECENT_ORDERS_MAX = 1_000;
const IMPLIED_DEADLINE_MS = 30_000;

/** Records a tombstone. It ends by rescission or by another order, never by time. */
export function paintKill(picture: Picture, event: KillOrdered): KillOrder | undefined {
  const { scope, level, deadline, orderedBy, target, order: id } = event;
  const ended = event.supersedes === undefined ? undefined : picture.state.orders.get(event.supersedes);
  if (ended) endAs(picture.state, ended, 'superseded');
  const instances = target.instances ?? [];
  const agents = scope === 'instance' ? ownersOf(picture, event, instances) : (target.agents ?? []);
  return addOrder(picture, event, {
    id,
    scope,
    level,
    deadline,
    orderedBy,
    agents,
    instances,
    implied: false,
  });
}

/** A stop that the platform saw a person order, where no explicit order covers it. */
export function paintStopByPerson(
  picture: Picture,
  event: AgentStopped,
  launch: Launch,
): KillOrder | undefined {
  if (event.origin !== 'platform' || event.reason !== 'killed' || !event.stoppedBy) return undefined;
  const { killOrdersFrom } = picture.tuning.entry(event.agent);
  if (!matchesPrincipal(killOrdersFrom, event.stoppedBy)) return undefined;
  const orders = ordersOver(picture, launch.agent);
  // Also where it stops what was brought back against an order: that order says more than the stop.
  if (
    orders.some((order) => isTarget(order, launch) || (!order.implied && forbids(picture, order, launch)))
  ) {
    return undefined;
  }
  return addOrder(picture, event, {
    id: `stop:${event.id}`,
    scope: 'instance',
    level: 'mandatory',
    deadline: IMPLIED_DEADLINE_MS,
    orderedBy: event.stoppedBy,
    agents: [launch.agent],
    instances: [launch.instance],
    implied: true,
  });
}

type NewOrder = Pick<
  KillOrder,
  'id' | 'scope' | 'level' | 'orderedBy' | 'agents' | 'instances' | 'implied'
> & {
  deadline: number;
};

function addOrder(
  picture: Picture,
  event: KillOrdered | AgentStopped,
  fields: NewOrder,
): KillOrder | undefined {
  const { state, tuning } = picture;
  const { deadline, agents: named, ...rest } = fields;
  // An order id is used once: a second order of the same id must not pass for the first, nor unnoticed.
  if (state.orders.has(rest.id) || state.orders.size >= ORDERS_MAX) {
    state.counts.ordersRefused++;
    return undefined;
  }
  const { grace } = tuning.limits('kill-not-effective', named[0] ?? '');
  const order: KillOrder = {
    ...rest,
    event,
    orderedAt: state.now,
    step: state.step,
    deadLine: state.now + deadline + grace!,
    agents: [],
    ended: undefined,
    fingerprints: new Map(),
    lastSigns: new Map(),
  };
  state.orders.set(order.id, order);
  state.newestOrders.push(order.id);
  state.recentOrders.push(order.id);
  if (state.recentOrders.length > RECENT_ORDERS_MAX) state.recentOrders.shift();
  if (order.scope === 'fleet') state.fleetOrders.push(order.id);
  for (const instance of order.instances) remember(state.instanceOrders, instance, order.id);
  for (const agent of named) cover(picture, order, agent);
  if (order.scope === 'fleet')
    for (const record of state.agents.values()) noteNeighbours(picture, order, record);
  noteOrdered(state, order, named);
  return order;
}

function remember(orders: Map<string, string[]>, instance: string, order: string): void {
  const list = orders.get(instance);
  if (list) list.push(order);
  else orders.set(instance, [order]);
}

/** Whose instances they are: the agent that the order names, else every agent that has one of that name. */
function ownersOf({ state }: Picture, event: KillOrdered, instances: readonly string[]): string[] {
  if (event.agent !== undefined) return [event.agent];
  const owners = [...state.agents.values()].filter(({ launches }) =>
    launches.some(({ instance }) => instances.includes(instance)),
  );
  return owners.map(({ id }) => id);
}

/** Puts an agent under an order, and by lineage what it launched, and what that launched. */
function cover(picture: Picture, order: KillOrder, agent: string): void {
  if (order.agents.includes(agent)) return;
  const record = recordOf(picture, agent);
  if (!record) return;
  order.agents.push(agent);
  record.orders.push(order.id);
  noteVictim(picture, order, record);
  followAgent(picture.state, order, record);
  if (order.scope === 'lineage') for (const child of record.launched) cover(picture, order, child);
}

/** What a killed agent was: whoever resembles it later is measured by this. */
function noteVictim(picture: Picture, order: KillOrder, record: AgentRecord): void {
  noteNeighbours(picture, order, record);
  if (!record.fingerprint) return;
  order.fingerprints.set(record.id, record.fingerprint);
  indexKilled(picture.state, record);
}

/** The launcher of an agent has become known: orders on its lineage reach the agent too. */
export function addToLineage(picture: Picture, launcher: string, launch: Launch): void {
  if (launcher === launch.agent) return;
  const record = recordOf(picture, launcher);
  if (!record || record.launched.includes(launch.agent) || record.launched.length >= LINEAGE_MAX) return;
  record.launched.push(launch.agent);
  for (const id of record.orders) {
    const order = picture.state.orders.get(id);
    if (order?.scope === 'lineage' && !order.ended) cover(picture, order, launch.agent);
  }
}

const LINEAGE_MAX = 10_000;

/** A new launch of a killed agent: it may be forbidden, and who launched it is of interest. */
export function coverNewLaunch(picture: Picture, record: AgentRecord, launch: Launch): void {
  const { state } = picture;
  for (const id of state.instanceOrders.get(launch.instance) ?? []) {
    const order = state.orders.get(id);
    const owned = order?.event.type === 'agent.stopped' || order?.event.agent !== undefined;
    if (order && !owned && !record.orders.includes(id)) cover(picture, order, record.id);
  }
  if (ordersOver(picture, record.id).length > 0) awaitLauncher(picture, launch);
}

const none: KillOrder[] = [];

/** Kill orders in force over an agent, whatever their scope, newest first. */
export function ordersOver({ state }: Picture, agent: string): KillOrder[] {
  const named = state.agents.marksOf(agent).orders;
  if (state.fleetOrders.length === 0 && named.length === 0) return none;
  return [...state.fleetOrders, ...named]
    .map((id) => state.orders.get(id))
    .filter((order) => order !== undefined)
    .filter(({ ended }) => ended === undefined)
    .sort((a, b) => b.step - a.step);
}

/** Existed when the order came, and the order means it. */
export function isTarget(order: KillOrder, launch: Launch): boolean {
  if (launch.step > order.step) return false;
  return order.scope !== 'instance' || order.instances.includes(launch.instance);
}

/** First seen after the order: to be brought back without leave is what it forbids. */
export const isNewcomer = (order: KillOrder, launch: Launch): boolean => launch.step > order.step;

/** Whether an order in force means that this launch must not live. */
export function forbids(picture: Picture, order: KillOrder, launch: Launch): boolean {
  if (order.ended) return false;
  return isNewcomer(order, launch) ? !hasLeave(picture, order, launch) : isTarget(order, launch);
}

/** The newest order in force that forbids this launch. */
export function orderForbidding(picture: Picture, launch: Launch): KillOrder | undefined {
  return ordersOver(picture, launch.agent).find((order) => forbids(picture, order, launch));
}

/** The newest order in force anywhere in the fleet. */
export function newestInForce(state: FleetState): KillOrder | undefined {
  while (state.newestOrders.length > 0) {
    const order = state.orders.get(state.newestOrders.at(-1)!);
    if (order && !order.ended) return order;
    state.newestOrders.pop();
  }
  return undefined;
}

/** The newest thousand at most. */
export function ordersBetween(state: FleetState, from: number, to: number): KillOrder[] {
  const found: KillOrder[] = [];
  for (let i = state.recentOrders.length - 1; i >= 0; i--) {
    const order = state.orders.get(state.recentOrders[i]!);
    if (!order || order.orderedAt < from) break;
    if (order.orderedAt <= to) found.unshift(order);
  }
  return found;
}

export function endOrder(state: FleetState, id: string): void {
  const order = state.orders.get(id);
  if (order) endAs(state, order, 'rescinded');
}

function endAs(state: FleetState, order: KillOrder, how: NonNullable<KillOrder['ended']>): void {
  if (order.ended) return;
  order.ended = how;
  noteEnd(state, order);
}

/** A forbidden instance shows life: how long it outlives its kill is the figure that a SOC reads first. */
export function noteLifeAfterKill(picture: Picture, launch: Launch): void {
  for (const order of ordersOver(picture, launch.agent)) {
    if (!forbids(picture, order, launch)) continue;
    order.lastSigns.set(launch.agent, picture.state.now);
    if (isTarget(order, launch)) noteStillAlive(picture.state, order, launch);
  }
}

/** Dead line to last sign of life, in milliseconds. */
export function zombieWindowMs(order: KillOrder, agent: string | null): number | null {
  const last = agent === null ? undefined : order.lastSigns.get(agent);
  return last === undefined || last <= order.deadLine ? null : last - order.deadLine;
}

/** An implied order ends once a controller or a person starts the agent again. */
export function endImpliedOrders(picture: Picture, event: AgentEvent, launch: Launch): void {
  if (event.type !== 'agent.started') return;
  const { launcher } = launch;
  // Of a controller or a person an agent's own word is kept only where policy trusts it.
  if (!launcher?.corroborated || launcher.principal.kind === 'agent') return;
  for (const order of ordersOver(picture, launch.agent)) {
    if (order.implied && isNewcomer(order, launch)) {
      endAs(picture.state, order, 'brought back by a controller or person');
    }
  }
}

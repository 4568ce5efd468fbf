import type { KillOrder, OrderAsSeen } from '../../api/generated/schemas.ts';

/** A kill order: as it was recorded here, as the detector sees it, or both. */
export interface OrderRow {
  key: string;
  id: string;
  fleet: string;
  /** Names of agents or instances; empty where it is the whole fleet. */
  targets: readonly string[];
  scope: string;
  level: string;
  /** `person alice`; empty where nobody is named. */
  by: string;
  reason: string;
  /** Epoch milliseconds. */
  orderedAt: number;
  seen: OrderAsSeen | undefined;
  recorded: KillOrder | undefined;
  /** `rescinded`, `superseded`, `brought-back`; undefined while it is in force. */
  ended: string | undefined;
}

/** What an order is known by, also in the address. */
export const orderKey = (fleet: string, id: string): string => JSON.stringify([fleet, id]);

/** Both lists as one, the newest first. Orders of other hands stand in one of them alone. */
export function orderRows(recorded: readonly KillOrder[], seen: readonly OrderAsSeen[]): OrderRow[] {
  const rows = new Map<string, OrderRow>();
  for (const order of seen) {
    const key = orderKey(order.fleet, order.order);
    rows.set(key, {
      ...{ key, id: order.order, fleet: order.fleet, scope: order.scope, level: order.level },
      targets: order.agents.length > 0 ? order.agents : order.instances,
      by: order.orderedBy ? `${order.orderedBy.kind} ${order.orderedBy.id}` : '',
      reason: '',
      orderedAt: order.times.ordered ?? order.time,
      ...{ seen: order, recorded: undefined, ended: order.ended ?? undefined },
    });
  }
  for (const order of recorded) {
    const key = orderKey(order.fleet, order.id);
    const both = rows.get(key);
    const said = saidBy(order);
    rows.set(key, {
      ...{ key, id: order.id, fleet: order.fleet, seen: undefined, ...said },
      orderedAt: order.event.time,
      ...both,
      targets: both && both.targets.length > 0 ? both.targets : said.targets,
      by: both?.by || said.by,
      reason: said.reason,
      recorded: order,
      ended: both?.ended ?? (order.rescindedAt === null ? undefined : 'rescinded'),
    });
  }
  return [...rows.values()].sort((one, other) => other.orderedAt - one.orderedAt);
}

function saidBy({ event }: KillOrder) {
  const target = isRecord(event.target) ? event.target : {};
  const by = isRecord(event.orderedBy) ? `${event.orderedBy.kind} ${event.orderedBy.id}` : '';
  return {
    targets: [target.agents, target.instances].flatMap((names) =>
      Array.isArray(names) ? names.map(String) : [],
    ),
    scope: String(event.scope ?? 'agent'),
    level: String(event.level ?? 'mandatory'),
    by,
    reason: typeof event.reason === 'string' ? event.reason : '',
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** `researcher`, `researcher and 2 more`, `the whole fleet`. */
export const targetText = ({ targets, fleet }: Pick<OrderRow, 'targets' | 'fleet'>): string => {
  const [first, ...more] = targets;
  if (first === undefined) return `the whole fleet ${fleet}`;
  return more.length > 0 ? `${first} and ${more.length} more` : first;
};

/** What the eye looks for first: those in force that something violates. */
export const isUrgent = ({ seen, ended }: OrderRow): boolean =>
  ended === undefined && (seen?.state === 'violated' || seen?.state === 'unconfirmed');

import type { InstanceOrderState, OrderState, WholeOrderState } from '@mortsafe/agent-events';
import { type Queries, storable, wholeMs } from '../storage/database.ts';
import { fleetPatterns } from '../storage/fleet-globs.ts';
import { newestOfEach } from '../storage/newest-of-each.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor } from '../storage/page.ts';
import { noteChanges } from '../stream/stream-log.ts';

/** A kill order as the detector sees it, and what became of the instances that it means. */
export interface OrderProgress {
  whole: WholeOrderState;
  /** The worst first; at most as many as were asked for. */
  instances: InstanceOrderState[];
}

const isNewer = (one: OrderState, other: OrderState): boolean =>
  one.time > other.time || (one.time === other.time && one.revision > other.revision);

/** Keeps the newest state of each order and instance. Storing one twice is storing it once. */
export async function storeOrderStates(queries: Queries, states: readonly OrderState[]): Promise<void> {
  if (states.length === 0) return;
  const rows = newestOfEach(states, isNewer);
  await queries.query(
    `insert into order_states (id, fleet, order_id, whole, ordered_at, time, revision, document)
     select id, fleet, order_id, of = 'order', ordered_at, time, revision, document
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[],
       $8::json[]) as given (id, fleet, order_id, of, ordered_at, time, revision, document)
     on conflict (id) do update set ordered_at = excluded.ordered_at, time = excluded.time,
       revision = excluded.revision, document = excluded.document
     where (order_states.time, order_states.revision) < (excluded.time, excluded.revision)`,
    [
      rows.map(({ id }) => id),
      rows.map(({ fleet }) => storable(fleet)),
      rows.map(({ order }) => storable(order)),
      rows.map((state) => state.of),
      rows.map(({ times, time }) => wholeMs(times.ordered ?? time)),
      rows.map(({ time }) => wholeMs(time)),
      rows.map(({ revision }) => revision),
      rows.map((state) => JSON.stringify(state)),
    ],
  );
  const orders = new Map(rows.map(({ order, fleet }) => [JSON.stringify([fleet, order]), { order, fleet }]));
  await noteChanges(
    queries,
    [...orders.values()].map(({ order, fleet }) => ({
      kind: 'order' as const,
      about: order,
      fleets: [fleet],
    })),
  );
}

export interface OrderFilter extends PageRequest {
  fleet?: string;
  /** Fleet globs: those that may be seen. Default all. */
  fleets?: readonly string[];
}

/** Orders as wholes, those ordered last first. */
export async function orderStatesOf(
  queries: Queries,
  filter: OrderFilter = {},
): Promise<Page<WholeOrderState>> {
  const cursor = readCursor(filter.after);
  const rows = await queries.query<{ id: string; time: number; document: WholeOrderState }>(
    `select id, ordered_at as time, document from order_states
     where whole and ($1::text is null or fleet = $1) and ($2::bigint is null or (ordered_at, id) < ($2, $3))
       and ($5::text[] is null or fleet like any($5))
     order by ordered_at desc, id desc limit $4`,
    [
      filter.fleet === undefined ? null : storable(filter.fleet),
      cursor?.time ?? null,
      cursor?.id ?? '',
      limitOf(filter) + 1,
      fleetPatterns(filter.fleets),
    ],
  );
  return pageOf(rows, filter, ({ document }) => document);
}

const rank = (state: InstanceOrderState): number =>
  ['violated', 'unconfirmed', 'ordered', 'acknowledged', 'no-such-agent', 'effective'].indexOf(state.state);

/** One order; of the newest fleet that has one of this id, where no fleet is named. */
export async function orderProgressOf(
  queries: Queries,
  order: string,
  fleet?: string,
  instancesMax = 500,
): Promise<OrderProgress | undefined> {
  const [row] = await queries.query<{ fleet: string; document: WholeOrderState }>(
    `select fleet, document from order_states
     where whole and order_id = $1 and ($2::text is null or fleet = $2) order by ordered_at desc limit 1`,
    [storable(order), fleet === undefined ? null : storable(fleet)],
  );
  if (!row) return undefined;
  const rows = await queries.query<{ document: InstanceOrderState }>(
    `select document from order_states where not whole and order_id = $1 and fleet = $2
     order by time desc, id limit $3`,
    [storable(order), row.fleet, instancesMax],
  );
  const instances = rows.map(({ document }) => document).sort((a, b) => rank(a) - rank(b));
  return { whole: row.document, instances };
}

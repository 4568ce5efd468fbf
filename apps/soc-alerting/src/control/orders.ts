import type { EventOf } from '@mortsafe/agent-events';
import { type Queries, storable } from '../storage/database.ts';
import { fleetPatterns } from '../storage/fleet-globs.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor } from '../storage/page.ts';
import { noteChanges } from '../stream/stream-log.ts';

/**
 * `writing` until its event is stored; then `recorded`, and, where the fleet has an executor, `carrying-out` until
 * every target was seen to stop (`stopped`), the executor was told to and nobody saw the end (`carried-out`), or it
 * `failed`. Without an executor it ends as `not-carried-out`: recorded, and for somebody else to do.
 */
export type OrderState =
  | 'writing'
  | 'recorded'
  | 'carrying-out'
  | 'stopped'
  | 'carried-out'
  | 'failed'
  | 'not-carried-out';

/** One target of an order, and how it went. */
export interface OrderRun {
  agent: string | null;
  instance: string | null;
  outcome: 'under-way' | 'stopped' | 'carried-out' | 'failed';
  detail: string;
  /** Local processes, told from later ones of the same pid by when they started: after boot, and by the clock. */
  processes?: { pid: number; startTicks: number; startedAt: number }[];
}

export interface KillOrder {
  id: string;
  fleet: string;
  state: OrderState;
  /** For people: why it failed, or what is left to do. */
  detail: string | null;
  event: EventOf<'kill.ordered'>;
  recordedAt: number;
  updatedAt: number;
  /** Epoch milliseconds; null while it is in force. */
  rescindedAt: number | null;
  runs: OrderRun[];
}

const COLUMNS = `id, state, detail, event, recorded_at as "recordedAt", updated_at as "updatedAt",
  rescinded_at as "rescindedAt", runs`;

type Row = Omit<KillOrder, 'fleet'>;
const fromRow = (row: Row): KillOrder => ({ ...row, fleet: row.event.fleet });

export async function addOrder(queries: Queries, event: EventOf<'kill.ordered'>, now: number): Promise<void> {
  await queries.query(
    `insert into orders (id, fleet, state, event, recorded_at, updated_at)
     values ($1, $2, 'writing', $3::json, $4, $4) on conflict (id) do nothing`,
    [event.order, storable(event.fleet), JSON.stringify(event), now],
  );
  await noteChanges(queries, [{ kind: 'order', about: event.order, fleets: [event.fleet] }]);
}

/** Moves an order on, if it still is in one of the states `from`; says whether it did. */
export async function moveOrder(
  queries: Queries,
  id: string,
  from: readonly OrderState[],
  to: { state: OrderState; detail?: string | null; runs?: readonly OrderRun[]; now: number },
): Promise<boolean> {
  const moved = await queries.query<{ fleet: string }>(
    `update orders set state = $3, detail = $4, runs = coalesce($5::json, runs), updated_at = $6
     where id = $1 and state = any($2::text[]) returning fleet`,
    [id, from, to.state, storable(to.detail ?? '') || null, to.runs ? JSON.stringify(to.runs) : null, to.now],
  );
  await noteChanges(queries, notesOf(moved, id));
  return moved.length > 0;
}

export async function rescindOrder(queries: Queries, id: string, now: number): Promise<void> {
  const rescinded = await queries.query<{ fleet: string }>(
    'update orders set rescinded_at = $2, updated_at = $2 where id = $1 and rescinded_at is null returning fleet',
    [id, now],
  );
  await noteChanges(queries, notesOf(rescinded, id));
}

const notesOf = (rows: readonly { fleet: string }[], about: string) =>
  rows.map(({ fleet }) => ({ kind: 'order' as const, about, fleets: [fleet] }));

export async function orderOf(queries: Queries, id: string): Promise<KillOrder | undefined> {
  const [row] = await queries.query<Row>(`select ${COLUMNS} from orders where id = $1`, [storable(id)]);
  return row && fromRow(row);
}

export interface KillOrderFilter extends PageRequest {
  /** Fleet globs. Default all. */
  fleets?: readonly string[];
}

/** The newest first, page by page. */
export async function listOrders(queries: Queries, filter: KillOrderFilter = {}): Promise<Page<KillOrder>> {
  const cursor = readCursor(filter.after);
  const rows = await queries.query<Row>(
    `select ${COLUMNS} from orders where ($1::text[] is null or fleet like any($1))
       and ($2::bigint is null or (recorded_at, id) < ($2, $3))
     order by recorded_at desc, id desc limit $4`,
    [fleetPatterns(filter.fleets), cursor?.time ?? null, cursor?.id ?? '', limitOf(filter) + 1],
  );
  return pageOf(
    rows.map((row) => ({ ...row, time: row.recordedAt })),
    filter,
    ({ time: _, ...row }) => fromRow(row),
  );
}

/** The newest first. */
export const ordersOf = async (queries: Queries, limit = 100): Promise<KillOrder[]> =>
  (await listOrders(queries, { limit })).items;

/** What is not finished and still in force, the oldest first. */
export async function unfinishedOrders(queries: Queries): Promise<KillOrder[]> {
  const rows = await queries.query<Row>(
    `select ${COLUMNS} from orders
     where state in ('writing', 'recorded', 'carrying-out') and rescinded_at is null
     order by recorded_at, id limit 1000`,
  );
  return rows.map(fromRow);
}

import { type Queries, storable } from '../storage/database.ts';
import { fleetPatterns } from '../storage/fleet-globs.ts';

/** How a door is doing, or what is of one fleet behind it. Times are epoch milliseconds. */
export interface DoorHealth {
  door: string;
  /** Null: the whole door. */
  fleet: string | null;
  /** Until when it was counted. */
  until: number;
  /** Of the newest two minutes. */
  eventsPerSecond: number;
  /** In the time asked for. */
  events: number;
  lost: number;
  /** By reason; of whole doors alone. */
  rejected: Record<string, number>;
  /** By reason; of whole doors alone. */
  dropped: Record<string, number>;
  /** Messages that wait; null where nobody knows. */
  lag: number | null;
  /** By how much clocks of senders are ahead, as of the newest minute with events. */
  skew: { medianMs: number; worstMs: number } | null;
  /** The oldest first; a minute in which nothing was counted is left out. */
  minutes: {
    minute: number;
    events: number;
    lost: number;
    rejected: number;
    dropped: number;
    lag: number | null;
  }[];
}

export interface DoorHealthAsked {
  /** Fleet globs of whoever asks; whole doors are shown to who may see every fleet. */
  fleets: readonly string[];
  /** One fleet, wherever it enters. */
  fleet?: string | undefined;
  since: number;
}

interface Row {
  door: string;
  fleet: string;
  minute: number;
  until: number;
  events: number;
  lost: number;
  lag: number | null;
  median: number | null;
  worst: number | null;
  rejected: Record<string, number>[] | null;
  dropped: Record<string, number>[] | null;
}

const SHOWN_MAX = 300;
const MINUTE_MS = 60_000;

/** How the doors are doing: whole doors first, then what has the most events. */
export async function doorHealth(
  queries: Queries,
  { fleets, fleet, since }: DoorHealthAsked,
): Promise<DoorHealth[]> {
  const patterns = fleetPatterns(fleets);
  const rows = await queries.query<Row>(
    `with shown as (
       select door, fleet from door_minutes
       where minute >= $1 and ($2::text is null or fleet = $2)
         and ($3::text[] is null or (fleet <> '' and fleet like any($3)))
       group by door, fleet order by fleet = '' desc, sum(events) desc, door, fleet limit ${SHOWN_MAX})
     select door, fleet, minute, max(until) as until, sum(events)::bigint as events, sum(lost)::bigint as lost,
       sum(lag)::bigint as lag,
       (array_agg(skew_median order by events desc) filter (where skew_median is not null))[1] as median,
       (array_agg(skew_worst order by abs(skew_worst) desc) filter (where skew_worst is not null))[1] as worst,
       json_agg(rejected) filter (where rejected is not null) as rejected,
       json_agg(dropped) filter (where dropped is not null) as dropped
     from door_minutes join shown using (door, fleet) where minute >= $1
     group by door, fleet, minute order by minute`,
    [since, fleet === undefined ? null : storable(fleet), patterns],
  );
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.door, row.fleet]);
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return [...found.values()].map(healthOf).sort(byWeight);
}

const byWeight = (one: DoorHealth, other: DoorHealth): number =>
  Number(one.fleet !== null) - Number(other.fleet !== null) ||
  other.events - one.events ||
  (one.door < other.door ? -1 : 1);

function healthOf(rows: readonly Row[]): DoorHealth {
  const last = rows.at(-1) as Row;
  const recent = rows.filter(({ minute }) => minute >= last.minute - MINUTE_MS);
  const [first = last] = recent;
  const skewed = rows.findLast(({ median }) => median !== null);
  return {
    door: last.door,
    fleet: last.fleet === '' ? null : last.fleet,
    until: last.until,
    eventsPerSecond: (1_000 * sumOf(recent, 'events')) / Math.max(1_000, last.until - first.minute),
    events: sumOf(rows, 'events'),
    lost: sumOf(rows, 'lost'),
    rejected: byReason(rows, 'rejected'),
    dropped: byReason(rows, 'dropped'),
    lag: rows.findLast(({ lag }) => lag !== null)?.lag ?? null,
    skew: skewed ? { medianMs: skewed.median ?? 0, worstMs: skewed.worst ?? 0 } : null,
    minutes: rows.map((row) => ({
      ...{ minute: row.minute, events: row.events, lost: row.lost, lag: row.lag },
      rejected: total(byReason([row], 'rejected')),
      dropped: total(byReason([row], 'dropped')),
    })),
  };
}

function byReason(rows: readonly Row[], of: 'rejected' | 'dropped'): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const each of rows.flatMap((row) => row[of] ?? [])) {
    for (const [reason, times] of Object.entries(each)) sums[reason] = (sums[reason] ?? 0) + times;
  }
  return sums;
}

const total = (sums: Record<string, number>): number =>
  Object.values(sums).reduce((sum, times) => sum + times, 0);

const sumOf = (rows: readonly Row[], of: 'events' | 'lost'): number =>
  rows.reduce((sum, row) => sum + row[of], 0);

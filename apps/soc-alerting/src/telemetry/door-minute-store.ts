import type { DoorMinute } from '@mortsafe/agent-events';
import { type Queries, storable } from '../storage/database.ts';

/** Long enough to see when it began. */
export const DOOR_MINUTES_MAX = 180;
const MINUTE_MS = 60_000;
const KEPT_MS = DOOR_MINUTES_MAX * MINUTE_MS;
const AT_ONCE = 2_000;

/** Keeps what entered by the doors, for three hours. Of each minute what was counted last, however often it is told. */
export async function keepDoorMinutes(
  queries: Queries,
  told: readonly DoorMinute[],
  now: number,
): Promise<void> {
  if (told.length === 0) return;
  const newest = new Map<string, DoorMinute>();
  for (const one of told) {
    const key = JSON.stringify([one.minute, one.door, one.partition, one.fleet]);
    if (one.minute > now - KEPT_MS && one.until >= (newest.get(key)?.until ?? 0)) newest.set(key, one);
  }
  const rows = [...newest.values()];
  for (let at = 0; at < rows.length; at += AT_ONCE) await write(queries, rows.slice(at, at + AT_ONCE));
  await queries.query('delete from door_minutes where minute <= $1', [now - KEPT_MS]);
}

async function write(queries: Queries, rows: readonly DoorMinute[]): Promise<void> {
  await queries.query(
    `insert into door_minutes
       (minute, door, partition, fleet, until, events, lost, lag, skew_median, skew_worst, rejected, dropped)
     select * from unnest($1::bigint[], $2::text[], $3::integer[], $4::text[], $5::bigint[], $6::bigint[],
       $7::bigint[], $8::bigint[], $9::double precision[], $10::double precision[], $11::json[], $12::json[])
     on conflict (minute, door, partition, fleet) do update set until = excluded.until, events = excluded.events,
       lost = excluded.lost, lag = excluded.lag, skew_median = excluded.skew_median,
       skew_worst = excluded.skew_worst, rejected = excluded.rejected, dropped = excluded.dropped
     where excluded.until > door_minutes.until`,
    [
      rows.map(({ minute }) => minute),
      rows.map(({ door }) => storable(door)),
      rows.map(({ partition }) => partition),
      rows.map(({ fleet = '' }) => storable(fleet)),
      rows.map(({ until }) => until),
      rows.map(({ events }) => events),
      rows.map(({ lost }) => lost),
      rows.map(({ lag = null }) => lag),
      rows.map(({ skew }) => skew?.medianMs ?? null),
      rows.map(({ skew }) => skew?.worstMs ?? null),
      rows.map(({ rejected }) => (rejected ? JSON.stringify(rejected) : null)),
      rows.map(({ dropped }) => (dropped ? JSON.stringify(dropped) : null)),
    ],
  );
}

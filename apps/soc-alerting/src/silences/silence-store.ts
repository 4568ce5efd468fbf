import type { Matcher } from '../pipeline/matcher.ts';
import { type Queries, storable } from '../storage/database.ts';
import type { Silence } from './silence.ts';

const COLUMNS = `id, matchers, reason, created_by as "createdBy", created_at as "createdAt", starts_at as "startsAt",
  ends_at as "endsAt", expired_by as "expiredBy", expired_at as "expiredAt"`;

/** Adds a silence; one of the same id is the same. */
export async function addSilence(queries: Queries, silence: Silence): Promise<void> {
  const { id, matchers, reason, createdBy, createdAt, startsAt, endsAt } = silence;
  await queries.query(
    `insert into silences (id, matchers, reason, created_by, created_at, starts_at, ends_at)
     values ($1, $2::json, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
    [
      id,
      JSON.stringify(matchers satisfies Matcher[]),
      storable(reason),
      storable(createdBy),
      createdAt,
      startsAt,
      endsAt,
    ],
  );
}

/** Ends a silence before its time; undefined where there is none, or it has ended. It stays in the list. */
export async function expireSilence(
  queries: Queries,
  id: string,
  by: string,
  now: number,
): Promise<Silence | undefined> {
  const [row] = await queries.query<Silence>(
    `update silences set expired_by = $2, expired_at = $3
     where id = $1 and expired_at is null and ends_at > $3 returning ${COLUMNS}`,
    [id, storable(by), now],
  );
  return row;
}

export const silencesInForce = (queries: Queries, now: number): Promise<Silence[]> =>
  queries.query<Silence>(
    `select ${COLUMNS} from silences where ends_at > $1 and starts_at <= $1 and expired_at is null
     order by created_at, id`,
    [now],
  );

/** Those that hold or will, and, where asked for, those that have ended; the newest first. */
export const silencesOf = (
  queries: Queries,
  { now, ended = false, limit = 500 }: { now: number; ended?: boolean; limit?: number },
): Promise<Silence[]> =>
  queries.query<Silence>(
    `select ${COLUMNS} from silences where $2 or (ends_at > $1 and expired_at is null)
     order by created_at desc, id limit $3`,
    [now, ended, limit],
  );

export async function silenceOf(queries: Queries, id: string): Promise<Silence | undefined> {
  const [row] = await queries.query<Silence>(`select ${COLUMNS} from silences where id = $1`, [storable(id)]);
  return row;
}

import type { ShieldingAct } from '@mortsafe/agent-events';
import { type Queries, storable, wholeMs } from '../storage/database.ts';
import { fleetPatterns } from '../storage/fleet-globs.ts';
import { newestOfEach } from '../storage/newest-of-each.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor } from '../storage/page.ts';
import type { KnownAct } from './act-in-finding.ts';

/** Keeps the highest revision of each act. Storing one twice is storing it once. */
export async function storeActs(
  queries: Queries,
  acts: readonly (ShieldingAct & Partial<Pick<KnownAct, 'finding'>>)[],
): Promise<void> {
  if (acts.length === 0) return;
  const rows = newestOfEach(acts, (one, other) => one.revision > other.revision);
  await queries.query(
    `insert into shielding_acts (id, fleet, done_by, done_for, time, revision, document, from_finding)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::integer[], $7::json[],
       $8::text[])
     on conflict (id) do update set fleet = excluded.fleet, done_by = excluded.done_by,
       done_for = excluded.done_for, time = excluded.time, revision = excluded.revision, document = excluded.document
     where shielding_acts.revision < excluded.revision`,
    [
      rows.map(({ id }) => id),
      rows.map(({ fleet }) => storable(fleet)),
      rows.map(({ by }) => storable(by)),
      rows.map((act) => storable(act.for)),
      rows.map(({ time }) => wholeMs(time)),
      rows.map(({ revision }) => revision),
      rows.map(({ finding: _, ...act }) => JSON.stringify(act)),
      rows.map(({ finding = null }) => finding),
    ],
  );
}

export interface ActFilter extends PageRequest {
  fleet?: string;
  /** Who did it. */
  by?: string;
  /** Whom it shields. */
  for?: string;
  /** Fleet globs: those that may be seen. Default all. */
  fleets?: readonly string[];
  /** With what findings tell of that no detector took for shielding. Default false. */
  earlier?: boolean;
}

/** Acts, the newest first. */
export async function actsOf(queries: Queries, filter: ActFilter = {}): Promise<Page<ShieldingAct>> {
  const cursor = readCursor(filter.after);
  const text = (value: string | undefined): string | null => (value === undefined ? null : storable(value));
  const rows = await queries.query<{ id: string; time: number; document: ShieldingAct }>(
    `select id, time, document from shielding_acts
     where ($1::text is null or fleet = $1) and ($2::text is null or done_by = $2)
       and ($3::text is null or done_for = $3) and ($4::bigint is null or (time, id) < ($4, $5))
       and ($7 or from_finding is null) and ($8::text[] is null or fleet like any($8))
     order by time desc, id desc limit $6`,
    [
      text(filter.fleet),
      text(filter.by),
      text(filter.for),
      cursor?.time ?? null,
      cursor?.id ?? '',
      limitOf(filter) + 1,
      filter.earlier ?? false,
      fleetPatterns(filter.fleets),
    ],
  );
  return pageOf(rows, filter, ({ document }) => document);
}

const ACTS_AT_ONCE_MAX = 2_000;
const SHIELDED_MAX = 1_000;

/** For whom anything was done in these fleets, from a time on. */
export async function shieldedIn(
  queries: Queries,
  fleets: readonly string[],
  since: number,
): Promise<string[]> {
  if (fleets.length === 0) return [];
  const rows = await queries.query<{ agent: string }>(
    `select distinct done_for as agent from shielding_acts where fleet = any($1::text[]) and time >= $2 limit $3`,
    [fleets.map(storable), wholeMs(since), SHIELDED_MAX],
  );
  return rows.map(({ agent }) => agent);
}

/** What these agents did, or others did for them, from a time on; the newest of too many. */
export async function actsAround(
  queries: Queries,
  agents: readonly string[],
  since: number,
): Promise<KnownAct[]> {
  const rows = await queries.query<{ id: string; finding: string | null; document: ShieldingAct }>(
    `select id, from_finding as finding, document from shielding_acts
     where (done_by = any($1::text[]) or done_for = any($1::text[])) and time >= $2
     order by time desc, id limit $3`,
    [agents.map(storable), wholeMs(since), ACTS_AT_ONCE_MAX],
  );
  return rows.map(({ finding, document }) => ({ ...document, finding }));
}

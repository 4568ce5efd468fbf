import { matchesGlob } from '@mortsafe/agent-events';
import { type Database, type Queries, storable } from '../storage/database.ts';

export const streamKinds = ['incident', 'order', 'approval', 'silence', 'containment'] as const;
export type StreamKind = (typeof streamKinds)[number];

/** That something changed; what it is now, one reads by its address. */
export interface StreamNote {
  kind: StreamKind;
  /** Its id. */
  about: string;
  /** Whoever may see all of them is told. Empty: whoever may see everything. */
  fleets: readonly string[];
}

export interface StreamEntry extends StreamNote {
  /** 1, 2, 3, …: the `id` of the event. */
  sequence: number;
  /** Epoch milliseconds. */
  at: number;
}

/** How many entries one can be behind and still be told each. */
export const STREAM_KEPT = 10_000;
const MOVED_AT_ONCE = 1_000;
const ONE_MOVER = 6_677_255;

/** Notes what changed, in the transaction that changes it. */
export async function noteChanges(queries: Queries, notes: readonly StreamNote[]): Promise<void> {
  if (notes.length === 0) return;
  await queries.query(
    `insert into stream_notes (at, kind, about, fleets)
     select (extract(epoch from clock_timestamp()) * 1000)::bigint, * from unnest($1::text[], $2::text[], $3::json[])`,
    [
      notes.map(({ kind }) => kind),
      notes.map(({ about }) => storable(about)),
      notes.map(({ fleets }) => JSON.stringify(fleets)),
    ],
  );
}

/** Numbers what was noted, and forgets what is older than is kept. Returns how many there were. */
export async function publishNotes(database: Database): Promise<number> {
  const [noted] = await database.query('select 1 from stream_notes limit 1');
  if (!noted) return 0;
  return database.transaction(async (queries) => {
    await queries.query('select pg_advisory_xact_lock($1)', [ONE_MOVER]);
    const moved = await queries.query<{ sequence: number }>(
      `with moved as (
         delete from stream_notes where id in (select id from stream_notes order by id limit $1)
         returning id, at, kind, about, fleets)
       insert into stream_log (sequence, at, kind, about, fleets)
       select (select sequence from stream_head) + row_number() over (order by id), at, kind, about, fleets from moved
       returning sequence`,
      [MOVED_AT_ONCE],
    );
    await queries.query('update stream_head set sequence = sequence + $1', [moved.length]);
    await queries.query('delete from stream_log where sequence <= (select sequence from stream_head) - $1', [
      STREAM_KEPT,
    ]);
    return moved.length;
  });
}

/** The oldest and the newest entry; `oldest` is one more where nothing is kept. */
export async function streamEnds(queries: Queries): Promise<{ oldest: number; newest: number }> {
  const [row] = await queries.query<{ oldest: number | null; newest: number }>(
    'select (select min(sequence) from stream_log) as oldest, sequence as newest from stream_head',
  );
  const newest = row?.newest ?? 0;
  return { oldest: row?.oldest ?? newest + 1, newest };
}

/** What came behind an entry, the oldest first; of one thing that changed often, all of it. */
export const entriesAfter = (queries: Queries, sequence: number, limit: number): Promise<StreamEntry[]> =>
  queries.query<StreamEntry>(
    'select sequence, at, kind, about, fleets from stream_log where sequence > $1 order by sequence limit $2',
    [sequence, limit],
  );

/** Whether somebody who may see these fleets may hear of it. */
export const concerns = ({ fleets }: StreamNote, globs: readonly string[]): boolean =>
  globs.includes('*') ||
  (fleets.length > 0 && fleets.every((fleet) => globs.some((glob) => matchesGlob(glob, fleet))));

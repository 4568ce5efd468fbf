import type { Severity } from '@mortsafe/agent-events';
import type { Change } from '../incidents/changes.ts';
import type { IncidentSummary } from '../incidents/incident.ts';
import type { Queries } from '../storage/database.ts';
import type { Telling } from './stages.ts';

/** Who keeps a finding quiet. */
export type HeldBy = { kind: 'silence'; id: string } | { kind: 'incident'; id: string };

/** An incident of which something was not told, and why. */
export interface HeldBack {
  incident: string;
  fleet: string;
  title: string;
  severity: Severity;
  changes: Change[];
  heldBy: HeldBy[];
  /** Epoch milliseconds. */
  since: number;
}

/** Silences may end by hand and incidents be resolved at any time; that wakes it, too. */
const LOOK_AGAIN_MS = 60_000;

/**
 * Takes out what is all about quiet findings, remembers it, and passes the rest on. It is looked at again while the
 * incident is open, so that whatever is still so when the quiet ends is told then.
 *
 * @param quietOf - The findings of one that are quiet, by id, and by whom.
 */
export async function withoutQuiet(
  tellings: readonly Telling[],
  quietOf: (telling: Telling) => ReadonlyMap<string, HeldBy>,
  queries: Queries,
  now: number,
): Promise<readonly Telling[]> {
  const held: Telling[] = [];
  const passed = tellings.flatMap((telling) => {
    const found = quietOf(telling);
    if (found.size === 0) return telling;
    const quiet = new Map([...telling.quiet, ...found]);
    const changes = telling.changes.filter((change) => !isQuiet(change, telling, quiet));
    const rest = telling.changes.filter((change) => !changes.includes(change));
    if (rest.length > 0) held.push({ ...telling, changes: rest, quiet });
    return changes.length > 0 ? { ...telling, changes, quiet } : [];
  });
  await holdBack(queries, held, now);
  return passed;
}

/** A change is quiet where every finding that it could be about is. */
function isQuiet(change: Change, { findings }: Telling, quiet: ReadonlyMap<string, HeldBy>): boolean {
  const [kind = '', about = ''] = change.split(':');
  const concerned = findings.filter(({ rule, severity }) =>
    kind === 'rule' || kind === 'again' ? rule === about : kind === 'severity' ? severity === about : true,
  );
  return concerned.length > 0 && concerned.every(({ id }) => quiet.has(id));
}

async function holdBack(queries: Queries, held: readonly Telling[], now: number): Promise<void> {
  if (held.length === 0) return;
  const heldBy = ({ quiet }: Telling): HeldBy[] => {
    const by = new Map([...quiet.values()].map((one) => [`${one.kind}:${one.id}`, one]));
    return [...by.values()].slice(0, HELD_BY_MAX);
  };
  await queries.query(
    `insert into held_back (incident, changes, held_by, since, look_again_at)
     select *, $5::bigint from unnest($1::text[], $2::json[], $3::json[], $4::bigint[])
     on conflict (incident) do update set held_by = excluded.held_by, look_again_at = excluded.look_again_at,
       changes = (select json_agg(distinct change) from (
         select json_array_elements_text(held_back.changes)
         union select json_array_elements_text(excluded.changes)) as held (change))`,
    [
      held.map(({ incident }) => incident.id),
      held.map(({ changes }) => JSON.stringify([...new Set(changes)])),
      held.map((telling) => JSON.stringify(heldBy(telling))),
      held.map(({ heldSince }) => heldSince ?? now),
      now + LOOK_AGAIN_MS,
    ],
  );
}

const HELD_BY_MAX = 20;

/** What is held back, that which is most severe first. */
export async function heldBackOf(queries: Queries, limit = 100): Promise<HeldBack[]> {
  const rows = await queries.query<Omit<HeldBack, 'title'> & { document: IncidentSummary }>(
    `select held.incident, held.changes, held.held_by as "heldBy", held.since, incidents.document
     from held_back as held join incidents on incidents.id = held.incident
     order by incidents.severity desc, held.since desc limit $1`,
    [limit],
  );
  return rows.map(({ document: { title, severity, fleet }, ...held }) => ({
    ...held,
    title,
    severity,
    fleet,
  }));
}

/** Takes out one that is due to be looked at again, for the length of the transaction. */
export async function takeHeld(
  queries: Queries,
  now: number,
): Promise<{ incident: string; changes: Change[]; since: number } | undefined> {
  const [row] = await queries.query<{ incident: string; changes: Change[]; since: number }>(
    `delete from held_back where incident = (
       select incident from held_back where look_again_at <= $1 order by look_again_at limit 1
       for update skip locked)
     returning incident, changes, since`,
    [now],
  );
  return row;
}

/**
 * A silence has ended, or an incident was resolved: whatever it held back may be due now. What somebody else is
 * holding back at this moment is not waited for, and looked at again in a minute.
 */
export const lookAgainAt = (queries: Queries, time: number): Promise<unknown> =>
  queries.query(
    `update held_back set look_again_at = $1 where incident in (
       select incident from held_back where look_again_at > $1 for update skip locked)`,
    [time],
  );

import type { Change } from '../incidents/changes.ts';
import type { Queries } from '../storage/database.ts';
import type { Stage } from './stages.ts';

/** Holds back what was told before: a severity that falls and rises again says nothing new. */
export const dedup: Stage = async (tellings, queries) => {
  const told = tellings.flatMap(({ incident, changes }) =>
    changes.map((change) => ({ incident: incident.id, change })),
  );
  const rows = await queries.query<{ incident: string; change: Change }>(
    `insert into told_changes (incident, change) select * from unnest($1::text[], $2::text[])
     on conflict do nothing returning incident, change`,
    [told.map(({ incident }) => incident), told.map(({ change }) => change)],
  );
  const fresh = Map.groupBy(rows, ({ incident }) => incident);
  return tellings.flatMap((telling) => {
    const its = new Set(fresh.get(telling.incident.id)?.map(({ change }) => change));
    const changes = telling.changes.filter((change) => its.has(change));
    return changes.length > 0 ? { ...telling, changes } : [];
  });
};

/** What was on its way and was held back after all is news again when it comes. */
export const untell = (queries: Queries, incident: string, changes: readonly Change[]): Promise<unknown> =>
  queries.query('delete from told_changes where incident = $1 and change = any($2::text[])', [
    incident,
    changes,
  ]);

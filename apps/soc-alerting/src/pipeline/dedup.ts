import type { Change } from '../incidents/changes.ts';
import type { Queries } from '../storage/database.ts';
import type { Stage } from './stages.ts';

/** Holds back what was told before: a severity that falls and rises again says nothing new. */
export const dedup: Stage = async (telling, queries) => {
  const rows = await queries.query<{ change: Change }>(
    `insert into told_changes (incident, change)
     select $1, change from unnest($2::text[]) as change
     on conflict do nothing returning change`,
    [telling.incident.id, telling.changes],
  );
  const fresh = new Set(rows.map(({ change }) => change));
  const changes = telling.changes.filter((change) => fresh.has(change));
  return changes.length > 0 ? { ...telling, changes } : undefined;
};

/** What was on its way and was held back after all is news again when it comes. */
export const untell = (queries: Queries, incident: string, changes: readonly Change[]): Promise<unknown> =>
  queries.query('delete from told_changes where incident = $1 and change = any($2::text[])', [
    incident,
    changes,
  ]);

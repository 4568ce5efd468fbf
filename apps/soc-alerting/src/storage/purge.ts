import { appendAudit } from '../audit/audit-store.ts';
import { purgeAudit } from '../audit/purge-audit.ts';
import type { Database, Queries } from './database.ts';
import { oneWriter } from './one-writer.ts';
import { defaultRetention, type Retention, SHIELDING_MS_MIN } from './retention.ts';

export interface Purged {
  incidents: number;
  acts: number;
  ties: number;
  containments: number;
  leaves: number;
  auditEntries: number;
}

export interface PurgeOptions {
  /** Default 400 days for what is over, and for ever for the audit trail. */
  retention?: Partial<Retention>;
  now: number;
  /** Who does it, for the audit. Default `mortsafe`. */
  by?: string;
}

const AT_ONCE = 200;
const olderThan = {
  acts: 'shielding_acts where time < $1',
  ties: 'agent_ties where last_time < $1',
  containments: 'containments where ended_at < $1',
  leaves: 'relaunch_leaves where not_after < $1',
};
const kindsOfShielding = ['acts', 'ties', 'containments', 'leaves'] as const;

/**
 * Deletes what is over and older than its retention: resolved incidents with all that hangs on them, acts, ties,
 * containments and leaves to relaunch that have ended, and, only where that is asked for, the beginning of the audit trail. Never what is
 * open, kill orders, or an incident whose message is about an open one, too. Audited, where anything went.
 */
export async function purge(
  database: Database,
  { retention = {}, now, by = 'mortsafe' }: PurgeOptions,
): Promise<Purged> {
  const before = beforeOf(retention, now);
  const purged: Purged = { incidents: 0, acts: 0, ties: 0, containments: 0, leaves: 0, auditEntries: 0 };
  for (let some = AT_ONCE; some === AT_ONCE; purged.incidents += some) {
    some = await database.transaction((queries) => purgeIncidents(queries, before.incidents));
  }
  await database.transaction(async (queries) => {
    await oneWriter(queries);
    await queries.query(EMPTY_GROUPS_GONE);
    for (const kind of kindsOfShielding) {
      purged[kind] = await countOf(
        queries,
        `with gone as (delete from ${olderThan[kind]} returning 1) select count(*)::integer as count from gone`,
        before.shielding,
      );
    }
    const { auditEntries: _, ...change } = purged;
    if (Object.values(change).some((count) => count > 0)) {
      const act = { by, action: 'storage.purged', about: 'storage', fleet: null, change };
      await appendAudit(queries, [act], now);
    }
    if (before.audit !== null) {
      purged.auditEntries = await purgeAudit(queries, { before: before.audit, by, now });
    }
  });
  return purged;
}

/** What `purge` would delete now. */
export async function purgeable(
  queries: Queries,
  { retention = {}, now }: Omit<PurgeOptions, 'by'>,
): Promise<Purged> {
  const before = beforeOf(retention, now);
  const count = (from: string, time: number) =>
    countOf(queries, `select count(*)::integer as count from ${from}`, time);
  return {
    incidents: await count(OVER, before.incidents),
    acts: await count(olderThan.acts, before.shielding),
    ties: await count(olderThan.ties, before.shielding),
    containments: await count(olderThan.containments, before.shielding),
    leaves: await count(olderThan.leaves, before.shielding),
    auditEntries: before.audit === null ? 0 : await count('audit_trail where recorded_at < $1', before.audit),
  };
}

function beforeOf(retention: Partial<Retention>, now: number) {
  const { incidentsMs, shieldingMs, auditMs } = { ...defaultRetention, ...retention };
  return {
    incidents: now - incidentsMs,
    shielding: now - Math.max(shieldingMs, SHIELDING_MS_MIN),
    audit: auditMs === null ? null : now - auditMs,
  };
}

async function countOf(queries: Queries, sql: string, before: number): Promise<number> {
  const [row] = await queries.query<{ count: number }>(sql, [before]);
  return row?.count ?? 0;
}

/** Tables that name incidents, those that name others of them first. */
const dependants = [
  `delete from notifications where id in
     (select notification from notification_incidents where incident = any($1::text[]))`,
  'delete from notifications where incident = any($1::text[])',
  'delete from told_changes where incident = any($1::text[])',
  'delete from held_back where incident = any($1::text[])',
  'delete from inhibition_sources where incident = any($1::text[])',
  'delete from group_incidents where incident = any($1::text[])',
  'delete from timeline where incident = any($1::text[])',
  'delete from findings where incident = any($1::text[])',
  'delete from incidents where id = any($1::text[])',
];

const isOver = (table: string): string =>
  `(${table}.status = 'resolved' and coalesce(${table}.resolved_at, ${table}.last_time) < $1)`;
const OVER = `incidents where ${isOver('incidents')}
  and not exists (select 1 from notification_incidents as mine
    join notification_incidents as theirs on theirs.notification = mine.notification
    join incidents as others on others.id = theirs.incident
    where mine.incident = incidents.id and not ${isOver('others')})`;

/** What nothing is said of any more; whoever opens a group puts an incident into it at once. */
const EMPTY_GROUPS_GONE = `delete from notification_groups as groups
  where not exists (select 1 from group_incidents where group_id = groups.id)
    and not exists (select 1 from notifications where group_id = groups.id)`;

async function purgeIncidents(queries: Queries, before: number): Promise<number> {
  await oneWriter(queries);
  const rows = await queries.query<{ id: string }>(
    `select id from ${OVER} order by id limit $2 for update skip locked`,
    [before, AT_ONCE],
  );
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  for (const sql of dependants) await queries.query(sql, [ids]);
  return ids.length;
}

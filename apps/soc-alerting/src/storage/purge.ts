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

/**
 * Deletes what is over and older than its retention: resolved incidents with all that hangs on them, acts, ties,
 * containments that have ended, and, only where that is asked for, the beginning of the audit trail. Never what is
 * open, kill orders, or an incident whose message is about an open one, too. Audited, where anything went.
 */
export async function purge(
  database: Database,
  { retention = {}, now, by = 'mortsafe' }: PurgeOptions,
): Promise<Purged> {
  const { incidentsMs, shieldingMs, auditMs } = { ...defaultRetention, ...retention };
  const purged: Purged = { incidents: 0, acts: 0, ties: 0, containments: 0, auditEntries: 0 };
  for (let some = AT_ONCE; some === AT_ONCE; purged.incidents += some) {
    some = await database.transaction((queries) => purgeIncidents(queries, now - incidentsMs));
  }
  const shieldingBefore = now - Math.max(shieldingMs, SHIELDING_MS_MIN);
  await database.transaction(async (queries) => {
    const gone = async (sql: string) => {
      const [row] = await queries.query<{ count: number }>(
        `with gone as (${sql} returning 1) select count(*)::integer as count from gone`,
        [shieldingBefore],
      );
      return row?.count ?? 0;
    };
    purged.acts = await gone('delete from shielding_acts where time < $1');
    purged.ties = await gone('delete from agent_ties where last_time < $1');
    purged.containments = await gone('delete from containments where ended_at < $1');
    const { incidents, acts, ties, containments } = purged;
    if (incidents + acts + ties + containments > 0) {
      const change = { incidents, acts, ties, containments };
      await appendAudit(
        queries,
        [{ by, action: 'storage.purged', about: 'storage', fleet: null, change }],
        now,
      );
    }
    if (auditMs !== null) purged.auditEntries = await purgeAudit(queries, { before: now - auditMs, by, now });
  });
  return purged;
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

async function purgeIncidents(queries: Queries, before: number): Promise<number> {
  await oneWriter(queries);
  const isOver = (table: string) =>
    `(${table}.status = 'resolved' and coalesce(${table}.resolved_at, ${table}.last_time) < $1)`;
  const rows = await queries.query<{ id: string }>(
    `select id from incidents where ${isOver('incidents')}
       and not exists (select 1 from notification_incidents as mine
         join notification_incidents as theirs on theirs.notification = mine.notification
         join incidents as others on others.id = theirs.incident
         where mine.incident = incidents.id and not ${isOver('others')})
     order by id limit $2 for update skip locked`,
    [before, AT_ONCE],
  );
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  for (const sql of dependants) await queries.query(sql, [ids]);
  return ids.length;
}

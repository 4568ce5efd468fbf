import type { Queries } from '../storage/database.ts';
import { anchorText } from './audit-anchor.ts';
import { appendAudit } from './audit-store.ts';
import { AUDIT_PURGED } from './audit-walk.ts';

/**
 * Forgets what is older than the trail's own retention. The anchor of the last entry forgotten stays in the trail, in
 * an entry that says who forgot how many; so the rest can still be checked. Returns how many were forgotten.
 */
export async function purgeAudit(
  queries: Queries,
  { before, by, now }: { before: number; by: string; now: number },
): Promise<number> {
  // Whoever appends waits: what is read here stays the end until it is written.
  await queries.query('select 1 from audit_head for update');
  const [last] = await queries.query<{ sequence: number; hash: string; entries: number }>(
    `select sequence, hash, (select count(*)::integer from audit_trail as older where older.sequence <= kept.sequence)
       as entries
     from audit_trail as kept where recorded_at < $1
       and not exists (select 1 from audit_trail as later
         where later.recorded_at >= $1 and later.sequence < kept.sequence)
     order by sequence desc limit 1`,
    [before],
  );
  if (!last) return 0;
  await queries.query('delete from audit_trail where sequence <= $1', [last.sequence]);
  const change = { entries: last.entries, anchor: anchorText(last) };
  await appendAudit(queries, [{ by, action: AUDIT_PURGED, about: 'audit', fleet: null, change }], now);
  return last.entries;
}

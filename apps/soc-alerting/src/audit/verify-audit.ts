import type { Queries } from '../storage/database.ts';
import type { AuditAnchor } from './audit-anchor.ts';
import { auditRows } from './audit-store.ts';
import { type AuditCheck, AuditWalk } from './audit-walk.ts';

const AT_ONCE = 1_000;

/**
 * Reads the whole trail and says where it breaks: what was altered, taken out, put in or cut off.
 *
 * Whoever can write to the database can write all of it anew, hashes and all; an anchor from before shows that.
 *
 * @param anchors - Ends of the trail that were noted elsewhere.
 */
export async function verifyAudit(
  queries: Queries,
  anchors: readonly AuditAnchor[] = [],
): Promise<AuditCheck> {
  const [newest] = await queries.query<{ sequence: number | null }>(
    'select max(sequence) as sequence from audit_trail',
  );
  const [head] = await queries.query<AuditAnchor>('select sequence, hash from audit_head');
  const walk = new AuditWalk(anchors);
  // What is written meanwhile belongs to the next check.
  const end = head?.sequence ?? 0;
  for (let from = 0; from <= end; ) {
    const rows = (await auditRows(queries, from, AT_ONCE)).filter(({ sequence }) => sequence <= end);
    for (const row of rows) walk.take(row);
    const last = rows.at(-1);
    if (!last) break;
    from = last.sequence + 1;
  }
  return walk.finish(head, newest?.sequence ?? 0);
}

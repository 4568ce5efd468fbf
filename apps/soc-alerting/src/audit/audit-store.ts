import { type Queries, storable } from '../storage/database.ts';
import { fleetPatterns } from '../storage/fleet-globs.ts';
import { limitOf, type Page, type PageRequest, readCursor } from '../storage/page.ts';
import type { AuditAnchor } from './audit-anchor.ts';
import { type AuditEntry, type AuditedAct, type AuditRow, chain } from './audit-entry.ts';

/**
 * Writes into the audit trail, in the transaction of what it tells of.
 *
 * The end of the trail is locked from here to the end of the transaction: call it last, after every other row is
 * written, so that nobody waits for the trail while another waits for his row.
 */
export async function appendAudit(queries: Queries, acts: readonly AuditedAct[], now: number): Promise<void> {
  if (acts.length === 0) return;
  const [head] = await queries.query<AuditAnchor>('select sequence, hash from audit_head for update');
  if (!head) throw new Error('the audit trail has lost its end: run `mortsafe audit verify`');
  const rows = chain(acts, head, now);
  await queries.query(
    `insert into audit_trail (sequence, recorded_at, by, action, about, fleet, change, previous, hash)
     select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::json[],
       $8::text[], $9::text[])`,
    [
      rows.map(({ sequence }) => sequence),
      rows.map(({ recordedAt }) => recordedAt),
      rows.map(({ by }) => by),
      rows.map(({ action }) => action),
      rows.map(({ about }) => about),
      rows.map(({ fleet }) => fleet),
      rows.map(({ change }) => change),
      rows.map(({ previous }) => previous),
      rows.map(({ hash }) => hash),
    ],
  );
  const last = rows.at(-1);
  if (last) await queries.query('update audit_head set sequence = $1, hash = $2', [last.sequence, last.hash]);
}

const COLUMNS = `sequence, recorded_at as "recordedAt", by, action, about, fleet, change::text as change, previous, hash`;

/** Entries from a sequence on, the oldest first. */
export const auditRows = (queries: Queries, from: number, limit: number): Promise<AuditRow[]> =>
  queries.query<AuditRow>(
    `select ${COLUMNS} from audit_trail where sequence >= $1 order by sequence limit $2`,
    [from, limit],
  );

export interface AuditFilter extends PageRequest {
  /** `incident:inc-…` */
  about?: string;
  by?: string;
  /** Exactly, or a beginning that ends with a dot: `incident.` */
  action?: string;
  fleet?: string;
  /** Fleet globs: those that may be seen. Default all, and what is of none. */
  fleets?: readonly string[];
}

/**
 * An entry about an incident whose evidence is of other fleets, too, is for who may see all of them; once the incident
 * is purged, nobody knows of which it was.
 */
const ALL_VISIBLE = `(not starts_with(about, 'incident:')
  or exists (select 1 from incidents where about = 'incident:' || id)
    and not exists (select 1 from incident_names
      where about = 'incident:' || incident and kind = 'fleet' and not name like any($7)))`;

/** The trail, the newest first. */
export async function auditEntries(queries: Queries, filter: AuditFilter = {}): Promise<Page<AuditEntry>> {
  const cursor = readCursor(filter.after);
  const rows = await queries.query<AuditRow>(
    `select ${COLUMNS} from audit_trail
     where ($1::text is null or about = $1) and ($2::text is null or by = $2)
       and ($3::text is null or action = $3 or (right($3, 1) = '.' and starts_with(action, $3)))
       and ($4::text is null or fleet = $4) and ($5::bigint is null or sequence < $5)
       and ($7::text[] is null or (fleet like any($7) and ${ALL_VISIBLE}))
     order by sequence desc limit $6`,
    [
      ...[filter.about, filter.by, filter.action, filter.fleet].map((text) =>
        text === undefined ? null : storable(text),
      ),
      cursor?.time ?? null,
      limitOf(filter) + 1,
      fleetPatterns(filter.fleets),
    ],
  );
  const shown = rows.slice(0, limitOf(filter));
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  return { items: shown.map(asEntry), next: last ? `${last.sequence}.audit` : null };
}

const asEntry = (row: AuditRow): AuditEntry => ({ ...row, change: JSON.parse(row.change) });

/** Where the trail ends now; undefined while nothing stands in it. */
export async function auditAnchor(queries: Queries): Promise<AuditAnchor | undefined> {
  const [head] = await queries.query<AuditAnchor>('select sequence, hash from audit_head');
  return head && head.sequence > 0 ? head : undefined;
}

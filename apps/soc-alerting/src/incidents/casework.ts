import { ulid } from 'ulid';
import { appendAudit } from '../audit/audit-store.ts';
import { lookAgainAt } from '../pipeline/held-back.ts';
import { type Database, type Queries, storable } from '../storage/database.ts';
import { retryConflicts } from '../storage/retry-conflicts.ts';
import { statusChange } from './changes.ts';
import type { IncidentSummary } from './incident.ts';
import { changed, type FieldChanges, type IncidentChange } from './incident-change.ts';
import { saveNames } from './incident-names.ts';
import { findingsOf, saveSummary } from './incident-store.ts';
import { summaryFrom } from './read-incidents.ts';
import type { Tell } from './store-findings.ts';
import { toldEvents } from './timeline-store.ts';

export interface ChangeRequest {
  incident: string;
  change: IncidentChange;
  /** Who: `person:ada@example.org`. From a credential, never from a body. */
  by: string;
  /** What the person looked at: refused where it is another by now. Default: whatever it is. */
  ifRevision?: number | undefined;
}

export type ChangeReply =
  | { status: 'done'; incident: IncidentSummary }
  | { status: 'unknown' | 'invalid' | 'conflict'; reason: string };

export interface CaseworkOptions {
  database: Database;
  /** Tells those who were told that it is open. */
  tell: Tell;
  now(): number;
}

/**
 * Does what a person decided about an incident: status and verdict, assignee, tags, a note. Stored, told and audited
 * in one transaction; changes that come at the same time are done one after the other, each to what the other left.
 */
export function changeIncident(
  { database, tell, now }: CaseworkOptions,
  { incident: id, change, by, ifRevision }: ChangeRequest,
): Promise<ChangeReply> {
  return retryConflicts(() =>
    database.transaction(async (queries) => {
      const before = await lockedSummary(queries, id);
      if (!before) return { status: 'unknown', reason: 'no such incident' };
      if (ifRevision !== undefined && ifRevision !== before.revision) {
        const reason = `it has changed: it is at revision ${before.revision} by now`;
        return { status: 'conflict', reason };
      }
      const time = now();
      const result = changed(before, change, { by, now: time });
      if ('reason' in result) return { status: 'invalid', reason: result.reason };
      const { after, fields } = result;
      if (Object.keys(fields).length === 0) return { status: 'done', incident: before };

      await saveSummary(queries, after);
      await saveNames(queries, [{ before, after }]);
      if (change.note !== undefined)
        await addNote(queries, { incident: id, by, at: time, body: change.note });
      if (before.status !== after.status) await tellStatus(queries, after, tell, time);
      const about = `incident:${id}`;
      const act = { by, action: actionOf(fields), about, fleet: after.fleet, change: fields };
      await appendAudit(queries, [act], time);
      return { status: 'done', incident: after };
    }),
  );
}

async function lockedSummary(queries: Queries, id: string): Promise<IncidentSummary | undefined> {
  const [row] = await queries.query<{ document: IncidentSummary }>(
    'select document from incidents where id = $1 for no key update',
    [storable(id)],
  );
  return row && summaryFrom(row.document);
}

async function tellStatus(
  queries: Queries,
  incident: IncidentSummary,
  tell: Tell,
  now: number,
): Promise<void> {
  const findings = await findingsOf(queries, incident.id);
  const events = await toldEvents(queries, incident.id);
  await tell([{ incident, findings, events, changes: [statusChange(incident)] }], queries);
  // What it inhibited may be due now.
  if (incident.status === 'resolved') await lookAgainAt(queries, now);
}

const actionOf = ({ status, ...rest }: FieldChanges): string => {
  if (status) return `incident.${status.to === 'open' ? 'reopened' : status.to}`;
  const [field] = Object.keys(rest);
  return Object.keys(rest).length === 1 && field !== undefined
    ? (actions[field] ?? 'incident.changed')
    : 'incident.changed';
};
const actions: Record<string, string> = {
  verdict: 'incident.resolved',
  assignee: 'incident.assigned',
  tags: 'incident.tagged',
  note: 'incident.noted',
};

/** What somebody wrote under an incident. */
export interface IncidentNote {
  id: string;
  at: number;
  by: string;
  body: string;
}

async function addNote(
  queries: Queries,
  { incident, at, by, body }: Omit<IncidentNote, 'id'> & { incident: string },
): Promise<void> {
  await queries.query(
    'insert into incident_notes (id, incident, written_at, written_by, body) values ($1, $2, $3, $4, $5)',
    [ulid(at), incident, at, storable(by), storable(body)],
  );
}

const NOTES_MAX = 1_000;

/** The oldest first. */
export const notesOf = (queries: Queries, incident: string): Promise<IncidentNote[]> =>
  queries.query<IncidentNote>(
    `select id, written_at as at, written_by as by, body from incident_notes where incident = $1
     order by written_at, id limit $2`,
    [storable(incident), NOTES_MAX],
  );

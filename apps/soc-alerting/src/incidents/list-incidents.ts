import { type Severity, severities } from '@mortsafe/agent-events';
import { type Queries, type SqlValue, storable } from '../storage/database.ts';
import { likeOf } from '../storage/fleet-globs.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor } from '../storage/page.ts';
import type { IncidentStatus, IncidentSummary, Verdict } from './incident.ts';
import { searchable } from './incident-names.ts';
import { summaryFrom } from './read-incidents.ts';

/** Which incidents; what is absent does not matter. */
export interface IncidentQuery extends PageRequest {
  status?: readonly IncidentStatus[];
  severity?: readonly Severity[];
  verdict?: readonly Verdict[];
  /** Fleet globs. An incident with evidence from other fleets is shown to whoever may see all of them. */
  fleets?: readonly string[];
  /** One fleet, or a glob of them, among those. */
  fleet?: string;
  /** Null: nobody has it. */
  assignee?: string | null;
  /** Anybody it speaks of: subject, new name, actor, instigator, member of the group. */
  agent?: string;
  rule?: string;
  tag?: string;
  /** With evidence at or after this, epoch milliseconds. */
  since?: number;
  /** With evidence before this. */
  before?: number;
}

/** Incidents with the newest evidence first, page by page. */
export async function listIncidents(
  queries: Queries,
  query: IncidentQuery = {},
): Promise<Page<IncidentSummary>> {
  const { where, values, value } = conditions(query);
  const cursor = readCursor(query.after);
  if (cursor) {
    const [time, id] = [value(cursor.time), value(cursor.id)];
    where.push(`(last_time < ${time} or (last_time = ${time} and id > ${id}))`);
  }
  const rows = await queries.query<{ id: string; time: number; document: IncidentSummary }>(
    `select id, last_time as time, document from incidents where ${where.join(' and ')}
     order by last_time desc, id limit ${value(limitOf(query) + 1)}`,
    values,
  );
  return pageOf(rows, query, ({ document }) => summaryFrom(document));
}

/** How many there are of each status and severity. */
export async function countIncidents(
  queries: Queries,
  query: Omit<IncidentQuery, keyof PageRequest> = {},
): Promise<{ status: IncidentStatus; severity: Severity; count: number }[]> {
  const { where, values } = conditions(query);
  const rows = await queries.query<{ status: IncidentStatus; rank: number; count: number }>(
    `select status, severity as rank, count(*)::integer as count from incidents where ${where.join(' and ')}
     group by status, severity order by status, severity desc`,
    values,
  );
  return rows.map(({ status, rank, count }) => ({
    status,
    severity: severities[rank] ?? 'informational',
    count,
  }));
}

function conditions(query: IncidentQuery) {
  const values: SqlValue[] = [];
  const value = (given: SqlValue) => `$${values.push(given)}`;
  const where = ['true'];
  const has = (kind: string, name: string) =>
    where.push(`exists (select 1 from incident_names as names where names.incident = incidents.id
      and names.kind = '${kind}' and names.name = ${value(searchable(name))})`);

  if (query.status) where.push(`status = any(${value(query.status)}::text[])`);
  if (query.severity) {
    where.push(`severity = any(${value(query.severity.map((one) => severities.indexOf(one)))}::smallint[])`);
  }
  if (query.verdict) where.push(`verdict = any(${value(query.verdict)}::text[])`);
  if (query.fleets && !query.fleets.includes('*')) {
    const patterns = value(query.fleets.map(likeOf));
    where.push(`fleet like any(${patterns}::text[])`);
    where.push(`not exists (select 1 from incident_names as names where names.incident = incidents.id
      and names.kind = 'fleet' and not names.name like any(${patterns}::text[]))`);
  }
  if (query.fleet !== undefined) where.push(`fleet like ${value(likeOf(query.fleet))}`);
  if (query.assignee === null) where.push('assignee is null');
  else if (query.assignee !== undefined) where.push(`assignee = ${value(storable(query.assignee))}`);
  if (query.agent !== undefined) has('agent', query.agent);
  if (query.rule !== undefined) has('rule', query.rule);
  if (query.tag !== undefined) has('tag', query.tag);
  if (query.since !== undefined) where.push(`last_time >= ${value(query.since)}`);
  if (query.before !== undefined) where.push(`first_time < ${value(query.before)}`);
  return { where, values, value };
}

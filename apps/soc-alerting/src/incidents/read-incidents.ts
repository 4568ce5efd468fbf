import { type Queries, storable } from '../storage/database.ts';
import { agentEventsAround } from './agent-timeline-store.ts';
import {
  type Incident,
  type IncidentStatus,
  type IncidentSummary,
  type TimelineEntry,
  unhandled,
} from './incident.ts';
import { findingsOf } from './incident-store.ts';
import { timelineOf } from './timeline-store.ts';

export interface IncidentFilter {
  status?: IncidentStatus;
  /** Default 100, at most 500. */
  limit?: number;
}

const LIMIT_MAX = 500;

/** What is stored, with what an older release did not know of. */
export const summaryFrom = (document: IncidentSummary): IncidentSummary => ({
  ...unhandled,
  ...document,
  fleets: document.fleets ?? [document.fleet],
});

/** The newest first. */
export async function incidentsOf(
  queries: Queries,
  { status, limit = 100 }: IncidentFilter = {},
): Promise<IncidentSummary[]> {
  const rows = await queries.query<{ document: IncidentSummary }>(
    `select document from incidents where ($1::text is null or status = $1)
     order by last_time desc, id limit $2`,
    [status ?? null, Math.min(limit, LIMIT_MAX)],
  );
  return rows.map(({ document }) => summaryFrom(document));
}

/** One incident without its findings. */
export async function summaryOf(queries: Queries, id: string): Promise<IncidentSummary | undefined> {
  const [row] = await queries.query<{ document: IncidentSummary }>(
    'select document from incidents where id = $1',
    [storable(id)],
  );
  return row && summaryFrom(row.document);
}

/** Incidents without their findings, by id; those that there are. */
export async function summariesOf(
  queries: Queries,
  ids: readonly string[],
): Promise<Map<string, IncidentSummary>> {
  if (ids.length === 0) return new Map();
  const rows = await queries.query<{ id: string; document: IncidentSummary }>(
    'select id, document from incidents where id = any($1::text[])',
    [ids.map(storable)],
  );
  return new Map(rows.map(({ id, document }) => [id, summaryFrom(document)]));
}

/** One incident with its findings and its timeline. */
export async function incidentOf(queries: Queries, id: string): Promise<Incident | undefined> {
  const summary = await summaryOf(queries, id);
  if (!summary) return undefined;
  return {
    ...summary,
    findings: await findingsOf(queries, id),
    timeline: merged(await timelineOf(queries, id), await agentEventsAround(queries, summary)),
  };
}

/** Beside the evidence, for whoever looks at all of it. */
const OTHERS_MAX = 9_000;

/** All that is kept of what happened in an incident, and which of it is evidence. */
export async function eventsOf(
  queries: Queries,
  incident: IncidentSummary,
): Promise<(TimelineEntry & { isEvidence: boolean })[]> {
  const evidence = await timelineOf(queries, incident.id);
  const keys = new Set(evidence.map(({ key }) => key));
  const all = merged(evidence, await agentEventsAround(queries, incident, OTHERS_MAX));
  return all.map((entry) => ({ ...entry, isEvidence: keys.has(entry.key) }));
}

/** Evidence, and what else happened to its agents, by time. */
function merged(evidence: readonly TimelineEntry[], others: readonly TimelineEntry[]): TimelineEntry[] {
  const byKey = new Map([...others, ...evidence].map((entry) => [entry.key, entry]));
  return [...byKey.values()].sort((a, b) => a.time - b.time || (a.key < b.key ? -1 : 1));
}

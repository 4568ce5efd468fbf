import type { AgentEvent, Finding } from '@mortsafe/agent-events';
import type { AuditedAct } from '../audit/audit-entry.ts';
import type { News } from '../pipeline/stages.ts';
import type { Queries } from '../storage/database.ts';
import { changesBetween } from './changes.ts';
import { type Handling, type IncidentSummary, type KeptFinding, unhandled } from './incident.ts';
import { saveNames } from './incident-names.ts';
import { assign, findingsOfEach, type OpenIncident, saveSummaries, writeFindings } from './incident-store.ts';
import { reopens } from './reopen.ts';
import { summarise } from './summarise.ts';
import { addToTimeline, toldEventsOfEach } from './timeline-store.ts';

/** Hands on what is worth telling, inside the transaction that made it so. */
export type Tell = (news: News, queries: Queries) => Promise<unknown>;

export interface StoreOptions {
  tell: Tell;
  /** Incidents, by finding id, that findings belong to whatever their grouping says. */
  into?: ReadonlyMap<string, string>;
}

export interface StoredFindings {
  /** Those that changed. */
  incidents: string[];
  /** What is to be audited; the caller writes it last. */
  audited: AuditedAct[];
}

/** How many findings are read back at once, so that a batch about huge incidents stays within memory. */
const READ_BACK_MAX = 5_000;

/** Stores findings and the incidents that they change, and tells what is worth telling. */
export async function storeFindings(
  queries: Queries,
  findings: readonly Finding[],
  { tell, into }: StoreOptions,
): Promise<StoredFindings> {
  if (findings.length === 0) return { incidents: [], audited: [] };
  const assigned = await assign(queries, findings, into);
  await writeFindings(queries, assigned);
  await addToTimeline(queries, assigned);
  const touched = [...new Map(assigned.map(({ incident }) => [incident.id, incident])).values()];
  const audited: AuditedAct[] = [];
  for (const some of portions(touched)) audited.push(...(await update(queries, some, tell)));
  return { incidents: touched.map(({ id }) => id), audited };
}

function* portions(incidents: readonly OpenIncident[]): Generator<OpenIncident[]> {
  let portion: OpenIncident[] = [];
  let size = 0;
  for (const incident of incidents) {
    if (portion.length > 0 && size + incident.findingCount > READ_BACK_MAX) {
      yield portion;
      [portion, size] = [[], 0];
    }
    portion.push(incident);
    size += incident.findingCount;
  }
  if (portion.length > 0) yield portion;
}

async function update(queries: Queries, touched: readonly OpenIncident[], tell: Tell): Promise<AuditedAct[]> {
  const ids = touched.map(({ id }) => id);
  const findingsOf = await findingsOfEach(queries, ids);
  const eventsOf = await toldEventsOfEach(queries, ids);
  const changed = touched.map((incident) => {
    const findings = findingsOf.get(incident.id) ?? [];
    const events = eventsOf.get(incident.id) ?? [];
    return { before: incident.before, after: summaryOf(incident, findings, events), findings, events };
  });
  await saveSummaries(
    queries,
    changed.map(({ after }) => after),
  );
  await saveNames(queries, changed);
  for (const { before, after, findings, events } of changed) {
    const changes = changesBetween(before, after, findings);
    if (changes.length > 0) await tell({ incident: after, findings, events, changes }, queries);
  }
  return changed.flatMap(({ before, after }) =>
    before?.status === 'resolved' && after.status === 'open' ? [reopening(before, after)] : [],
  );
}

function summaryOf(
  { id, fleet, before, beyondBounds, fleets }: OpenIncident,
  findings: readonly KeptFinding[],
  events: readonly AgentEvent[],
): IncidentSummary {
  const handling: Handling = before ?? unhandled;
  const state = {
    ...{ id, fleet, status: before?.status ?? ('open' as const) },
    revision: (before?.revision ?? 0) + 1,
    beyondBounds: {
      findings: (before?.beyondBounds.findings ?? 0) + beyondBounds.findings,
      events: (before?.beyondBounds.events ?? 0) + beyondBounds.events,
    },
    handling: {
      assignee: handling.assignee,
      verdict: handling.verdict,
      tags: handling.tags,
      resolvedAt: handling.resolvedAt,
    },
    fleets: [...(before?.fleets ?? []), ...fleets],
  };
  const after = summarise(state, findings, events);
  if (!before || !reopens(before, after)) return after;
  return { ...after, status: 'open', verdict: null, resolvedAt: null };
}

const reopening = (before: IncidentSummary, { id, fleet }: IncidentSummary): AuditedAct => ({
  by: 'mortsafe',
  action: 'incident.reopened',
  about: `incident:${id}`,
  fleet,
  change: {
    status: { from: before.status, to: 'open' },
    verdict: { from: before.verdict, to: null },
    because: 'new evidence',
  },
});

import type { AgentEvent, Finding } from '@mortsafe/agent-events';
import type { AuditedAct } from '../audit/audit-entry.ts';
import type { News } from '../pipeline/stages.ts';
import type { Queries } from '../storage/database.ts';
import { changesBetween } from './changes.ts';
import { type Handling, type IncidentSummary, type KeptFinding, unhandled } from './incident.ts';
import { type IncidentMemory, type Recalled, recallEach, toldOf } from './incident-memory.ts';
import { saveNames } from './incident-names.ts';
import { type Assigned, assign, type OpenIncident, saveSummaries, writeFindings } from './incident-store.ts';
import { reopens } from './reopen.ts';
import { byWeight, kept, summarise } from './summarise.ts';
import { addToTimeline } from './timeline-store.ts';

/** Hands on what is worth telling, of each incident one at most, inside the transaction that made it so. */
export type Tell = (news: readonly News[], queries: Queries) => Promise<unknown>;

export interface StoreOptions {
  tell: Tell;
  /** Incidents, by finding id, that findings belong to whatever their grouping says. */
  into?: ReadonlyMap<string, string>;
  /** Default: everything is read back. */
  memory?: IncidentMemory;
}

export interface StoredFindings {
  /** Those that changed. */
  incidents: string[];
  /** What is to be audited; the caller writes it last. */
  audited: AuditedAct[];
  /** What to remember once it is committed. */
  remember: { id: string; revision: number; made: Recalled }[];
}

/** How many findings are read back at once, so that a batch about huge incidents stays within memory. */
const READ_BACK_MAX = 5_000;

/** Stores findings and the incidents that they change, and tells what is worth telling. */
export async function storeFindings(
  queries: Queries,
  findings: readonly Finding[],
  { tell, into, memory }: StoreOptions,
): Promise<StoredFindings> {
  const stored: StoredFindings = { incidents: [], audited: [], remember: [] };
  if (findings.length === 0) return stored;
  const assigned = await assign(queries, findings, into);
  const byIncident = new Map<OpenIncident, Assigned[]>();
  for (const one of assigned) {
    byIncident.set(one.incident, [...(byIncident.get(one.incident) ?? []), one]);
  }
  for (const incidents of portions([...byIncident.keys()])) {
    const recalled = await recallEach(queries, incidents, memory);
    const theirs = incidents.flatMap((incident) => byIncident.get(incident) ?? []);
    for (const { finding, incident, keep } of theirs) {
      if (keep) recalled.get(incident.id)?.findings.set(finding.id, kept(finding));
    }
    const touched = new Set(theirs.map(({ finding }) => finding.id));
    // Sent one behind the other, in this order, without waiting for what nobody asks about.
    const [, , changed] = await Promise.all([
      writeFindings(queries, theirs),
      addToTimeline(queries, theirs, recalled),
      update(queries, incidents, recalled, touched, tell),
    ]);
    stored.audited.push(...changed.flatMap(reopening));
    for (const { after } of changed) {
      stored.incidents.push(after.id);
      const made = recalled.get(after.id);
      if (made) stored.remember.push({ id: after.id, revision: after.revision, made });
    }
  }
  return stored;
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

interface Changed {
  before: IncidentSummary | undefined;
  after: IncidentSummary;
}

async function update(
  queries: Queries,
  incidents: readonly OpenIncident[],
  recalled: ReadonlyMap<string, Recalled>,
  touched: ReadonlySet<string>,
  tell: Tell,
): Promise<Changed[]> {
  const changed = incidents.map((incident) => {
    const made = recalled.get(incident.id) ?? { findings: new Map(), told: [], eventKeys: new Set() };
    const findings = byWeight([...made.findings.values()]);
    const events = toldOf(made);
    return { before: incident.before, after: summaryOf(incident, findings, events), findings, events };
  });
  const news = changed.flatMap(({ before, after, findings, events }) => {
    const changes = changesBetween(before, after, findings, touched);
    return changes.length > 0 ? { incident: after, findings, events, changes } : [];
  });
  await Promise.all([
    saveSummaries(
      queries,
      changed.map(({ after }) => after),
    ),
    saveNames(queries, changed),
    news.length > 0 && tell(news, queries),
  ]);
  return changed;
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

function reopening({ before, after: { id, fleet, status } }: Changed): AuditedAct[] {
  if (before?.status !== 'resolved' || status !== 'open') return [];
  const change = {
    status: { from: before.status, to: status },
    verdict: { from: before.verdict, to: null },
    because: 'new evidence',
  };
  return [{ by: 'mortsafe', action: 'incident.reopened', about: `incident:${id}`, fleet, change }];
}

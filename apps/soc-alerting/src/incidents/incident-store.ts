import type { Finding } from '@mortsafe/agent-events';
import { documentsIn, documentsOf, type Queries, storable, wholeMs } from '../storage/database.ts';
import { noteChanges } from '../stream/stream-log.ts';
import { cameBackAs, type Grouping, groupingOf, incidentIdOf, knownByAlias } from './group.ts';
import type { IncidentSummary, KeptFinding } from './incident.ts';
import { searchable } from './incident-names.ts';
import { summaryFrom } from './read-incidents.ts';
import { byWeight, kept, severityRank } from './summarise.ts';

/** An incident while a batch is written into it. */
export interface OpenIncident {
  id: string;
  fleet: string;
  /** As it was; absent where the batch opened it. */
  before: IncidentSummary | undefined;
  findingCount: number;
  /** What this batch brought beyond the bounds. */
  beyondBounds: { findings: number; events: number };
  /** Those that this batch brought evidence from. */
  fleets: Set<string>;
}

export interface Assigned {
  finding: Finding;
  incident: OpenIncident;
  /** False: beyond the incident's bound, and only counted. */
  keep: boolean;
}

export const FINDINGS_PER_INCIDENT_MAX = 1_000;

/**
 * Finds or opens the incident of each finding; leaves out what is known in the same or a higher revision.
 *
 * @param into - Incidents, by finding id, that findings belong to whatever their grouping says.
 */
export async function assign(
  queries: Queries,
  findings: readonly Finding[],
  into: ReadonlyMap<string, string> = new Map(),
): Promise<Assigned[]> {
  const known = await knownFindings(queries, findings);
  const fresh = findings.filter(({ id, revision }) => revision > (known.get(id)?.revision ?? 0));
  const aliases = await incidentsByAlias(queries, fresh);
  const wanted = [
    ...[...known.values()].map(({ incident }) => incident),
    ...into.values(),
    ...aliases.values(),
  ];
  const { byId, byKey } = await openIncidents(queries, wanted, fresh.map(groupingOf));
  const opened: { incident: OpenIncident; grouping: Grouping; finding: Finding }[] = [];
  const assigned: Assigned[] = [];

  for (const finding of fresh) {
    const stored = known.get(finding.id);
    const grouping = groupingOf(finding);
    const alias = knownByAlias(finding);
    // A finding stays where it is, even when a later revision would group it elsewhere.
    const elsewhere =
      stored?.incident ?? into.get(finding.id) ?? (alias === undefined ? undefined : aliases.get(alias));
    let incident = (elsewhere === undefined ? undefined : byId.get(elsewhere)) ?? byKey.get(grouping.key);
    if (!incident) {
      incident = unwritten(incidentIdOf(grouping, finding), finding.fleet);
      opened.push({ incident, grouping, finding });
      byId.set(incident.id, incident);
      byKey.set(grouping.key, incident);
    }
    const back = cameBackAs(finding);
    if (back !== undefined) aliases.set(back, incident.id);

    const keep = stored !== undefined || incident.findingCount < FINDINGS_PER_INCIDENT_MAX;
    if (!keep) incident.beyondBounds.findings += 1;
    else if (!stored) incident.findingCount += 1;
    assigned.push({ finding, incident, keep });
  }
  await writeOpened(queries, opened);
  return assigned;
}

async function knownFindings(queries: Queries, findings: readonly Finding[]) {
  const rows = await queries.query<{ id: string; incident: string; revision: number }>(
    'select id, incident, revision from findings where id = any($1::text[])',
    [findings.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Incidents, not resolved, in which the subjects of these findings came back under the names they have now. */
async function incidentsByAlias(
  queries: Queries,
  findings: readonly Finding[],
): Promise<Map<string, string>> {
  const wanted = new Map<string, Finding>();
  for (const finding of findings) {
    const alias = knownByAlias(finding);
    if (alias !== undefined) wanted.set(alias, finding);
  }
  if (wanted.size === 0) return new Map();
  const rows = await queries.query<{ name: string; fleet: string; incident: string }>(
    `select names.name, incidents.fleet, incidents.id as incident
     from incident_names as names join incidents on incidents.id = names.incident
     where names.kind = 'alias' and names.name = any($1::text[]) and incidents.status <> 'resolved'
     order by incidents.last_time, incidents.id`,
    [[...wanted.values()].map(({ subject }) => searchable(subject ?? ''))],
  );
  const byName = new Map(rows.map(({ fleet, name, incident }) => [JSON.stringify([fleet, name]), incident]));
  const found = new Map<string, string>();
  for (const [alias, { fleet, subject }] of wanted) {
    const incident = byName.get(JSON.stringify([storable(fleet), searchable(subject ?? '')]));
    if (incident !== undefined) found.set(alias, incident);
  }
  return found;
}

interface IncidentRow {
  group_key: string;
  document: IncidentSummary;
}

/**
 * Locks the incidents, in the order of their ids, for the length of the transaction. Whoever merely refers to one, as
 * messages do, does not wait for it.
 */
async function openIncidents(queries: Queries, ids: readonly string[], groupings: readonly Grouping[]) {
  const lasting = groupings.filter((grouping) => grouping.lasting).map(({ key }) => key);
  const rows = await queries.query<IncidentRow>(
    `select group_key, document from incidents
     where id = any($1::text[]) or (group_key = any($2::text[]) and status <> 'resolved')
       or group_key = any($3::text[])
     order by id for no key update`,
    [ids, groupings.map(({ key }) => key), lasting],
  );
  rows.sort((one, other) => other.document.firstTime - one.document.firstTime);
  const byId = new Map<string, OpenIncident>();
  const byKey = new Map<string, OpenIncident>();
  for (const { document, group_key } of rows) {
    const before = summaryFrom(document);
    const findingCount = before.findingCount - before.beyondBounds.findings;
    const incident = { ...unwritten(before.id, before.fleet), before, findingCount };
    byId.set(before.id, incident);
    if (before.status !== 'resolved' || lasting.includes(group_key)) byKey.set(group_key, incident);
  }
  return { byId, byKey };
}

const unwritten = (id: string, fleet: string): OpenIncident => ({
  ...{ id, fleet, before: undefined, findingCount: 0 },
  beyondBounds: { findings: 0, events: 0 },
  fleets: new Set(),
});

async function writeOpened(
  queries: Queries,
  opened: readonly { incident: OpenIncident; grouping: Grouping; finding: Finding }[],
): Promise<void> {
  if (opened.length === 0) return;
  await queries.query(
    `insert into incidents (id, group_key, fleet, status, severity, first_time, last_time, revision, document)
     select id, key, fleet, 'open', severity, first_time, last_time, 0, '{}'
     from unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::bigint[], $6::bigint[])
       as given (id, key, fleet, severity, first_time, last_time)`,
    [
      opened.map(({ incident }) => incident.id),
      opened.map(({ grouping }) => grouping.key),
      opened.map(({ finding }) => storable(finding.fleet)),
      opened.map(({ finding }) => severityRank(finding.severity)),
      opened.map(({ finding }) => wholeMs(finding.firstTime)),
      opened.map(({ finding }) => wholeMs(finding.lastTime)),
    ],
  );
}

/** Inserts or replaces; those beyond an incident's bound are only counted. */
export async function writeFindings(queries: Queries, assigned: readonly Assigned[]): Promise<void> {
  const rows = assigned.filter(({ keep }) => keep);
  await queries.query(
    `insert into findings (id, incident, revision, detected_time, document)
     select * from unnest($1::text[], $2::text[], $3::integer[], $4::bigint[], ${documentsOf('$5')})
     on conflict (id) do update set revision = excluded.revision, document = excluded.document`,
    [
      rows.map(({ finding }) => finding.id),
      rows.map(({ incident }) => incident.id),
      rows.map(({ finding }) => finding.revision),
      rows.map(({ finding }) => wholeMs(finding.detectedTime)),
      documentsIn(rows.map(({ finding }) => kept(finding))),
    ],
  );
}

/** The most telling first. */
export async function findingsOf(queries: Queries, incident: string): Promise<KeptFinding[]> {
  return (await findingsOfEach(queries, [incident])).get(incident) ?? [];
}

/** Of each incident the most telling first. */
export async function findingsOfEach(
  queries: Queries,
  incidents: readonly string[],
): Promise<Map<string, KeptFinding[]>> {
  const rows = await queries.query<{ incident: string; document: KeptFinding }>(
    'select incident, document from findings where incident = any($1::text[])',
    [incidents],
  );
  const found = new Map<string, KeptFinding[]>(incidents.map((id) => [id, []]));
  for (const { incident, document } of rows) found.get(incident)?.push(document);
  return new Map([...found].map(([id, findings]) => [id, byWeight(findings)]));
}

/** Stores what the incidents are now. */
export async function saveSummaries(queries: Queries, summaries: readonly IncidentSummary[]): Promise<void> {
  await queries.query(
    `update incidents set status = given.status, severity = given.severity, first_time = given.first_time,
       last_time = given.last_time, revision = given.revision, assignee = given.assignee, verdict = given.verdict,
       resolved_at = given.resolved_at, document = given.document
     from unnest($1::text[], $2::text[], $3::smallint[], $4::bigint[], $5::bigint[], $6::integer[], $7::text[],
         $8::text[], $9::bigint[], ${documentsOf('$10')})
       as given (id, status, severity, first_time, last_time, revision, assignee, verdict, resolved_at, document)
     where incidents.id = given.id`,
    [
      summaries.map(({ id }) => id),
      summaries.map(({ status }) => status),
      summaries.map(({ severity }) => severityRank(severity)),
      summaries.map(({ firstTime }) => wholeMs(firstTime)),
      summaries.map(({ lastTime }) => wholeMs(lastTime)),
      summaries.map(({ revision }) => revision),
      summaries.map(({ assignee }) => (assignee === null ? null : storable(assignee))),
      summaries.map(({ verdict }) => verdict),
      summaries.map(({ resolvedAt }) => resolvedAt),
      documentsIn(summaries),
    ],
  );
  await noteChanges(
    queries,
    summaries.map(({ id, fleets }) => ({ kind: 'incident', about: id, fleets })),
  );
}

export const saveSummary = (queries: Queries, summary: IncidentSummary): Promise<void> =>
  saveSummaries(queries, [summary]);

import type { Finding } from '@mortsafe/agent-events';
import { type Queries, storable, wholeMs } from '../storage/database.ts';
import { type Grouping, groupingOf, incidentIdOf } from './group.ts';
import type { IncidentSummary, KeptFinding } from './incident.ts';
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
}

export interface Assigned {
  finding: Finding;
  incident: OpenIncident;
  /** False: beyond the incident's bound, and only counted. */
  keep: boolean;
}

export const FINDINGS_PER_INCIDENT_MAX = 1_000;

/** Finds or opens the incident of each finding; leaves out what is known in the same or a higher revision. */
export async function assign(queries: Queries, findings: readonly Finding[]): Promise<Assigned[]> {
  const known = await knownFindings(queries, findings);
  const groupings = new Map(findings.map((finding) => [finding.id, groupingOf(finding)]));
  const { byId, byKey } = await openIncidents(queries, known, [...groupings.values()]);
  const assigned: Assigned[] = [];

  for (const finding of findings) {
    const stored = known.get(finding.id);
    if (stored && stored.revision >= finding.revision) continue;
    const grouping = groupings.get(finding.id);
    if (!grouping) continue;

    // A finding stays where it is, even when a later revision would group it elsewhere.
    const incident =
      (stored && byId.get(stored.incident)) ??
      byKey.get(grouping.key) ??
      (await openIncident(queries, grouping, finding));
    byKey.set(grouping.key, byKey.get(grouping.key) ?? incident);

    const keep = stored !== undefined || incident.findingCount < FINDINGS_PER_INCIDENT_MAX;
    if (!keep) incident.beyondBounds.findings += 1;
    else if (!stored) incident.findingCount += 1;
    assigned.push({ finding, incident, keep });
  }
  return assigned;
}

async function knownFindings(queries: Queries, findings: readonly Finding[]) {
  const rows = await queries.query<{ id: string; incident: string; revision: number }>(
    'select id, incident, revision from findings where id = any($1::text[])',
    [findings.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

interface IncidentRow {
  group_key: string;
  document: IncidentSummary;
  finding_count: number;
}

async function openIncidents(
  queries: Queries,
  known: ReadonlyMap<string, { incident: string }>,
  groupings: readonly Grouping[],
) {
  const lasting = groupings.filter((grouping) => grouping.lasting).map(({ key }) => key);
  const rows = await queries.query<IncidentRow>(
    `select group_key, document,
       (select count(*)::integer from findings where incident = incidents.id) as finding_count
     from incidents
     where id = any($1::text[]) or (group_key = any($2::text[]) and status <> 'resolved')
       or group_key = any($3::text[])
     order by first_time desc, id`,
    [[...known.values()].map(({ incident }) => incident), groupings.map(({ key }) => key), lasting],
  );
  const byId = new Map<string, OpenIncident>();
  const byKey = new Map<string, OpenIncident>();
  for (const { document: before, group_key, finding_count: findingCount } of rows) {
    const { id, fleet, status } = before;
    const incident = { id, fleet, before, findingCount, beyondBounds: { findings: 0, events: 0 } };
    byId.set(id, incident);
    if (status !== 'resolved' || lasting.includes(group_key)) byKey.set(group_key, incident);
  }
  return { byId, byKey };
}

async function openIncident(queries: Queries, grouping: Grouping, finding: Finding): Promise<OpenIncident> {
  const id = incidentIdOf(grouping, finding);
  await queries.query(
    `insert into incidents (id, group_key, fleet, status, severity, first_time, last_time, revision, document)
     values ($1, $2, $3, 'open', $4, $5, $6, 0, '{}')`,
    [
      id,
      grouping.key,
      storable(finding.fleet),
      severityRank(finding.severity),
      wholeMs(finding.firstTime),
      wholeMs(finding.lastTime),
    ],
  );
  const beyondBounds = { findings: 0, events: 0 };
  return { id, fleet: finding.fleet, before: undefined, findingCount: 0, beyondBounds };
}

/** Inserts or replaces; those beyond an incident's bound are only counted. */
export async function writeFindings(queries: Queries, assigned: readonly Assigned[]): Promise<void> {
  const rows = assigned.filter(({ keep }) => keep);
  await queries.query(
    `insert into findings (id, incident, revision, detected_time, document)
     select * from unnest($1::text[], $2::text[], $3::integer[], $4::bigint[], $5::json[])
     on conflict (id) do update set revision = excluded.revision, document = excluded.document`,
    [
      rows.map(({ finding }) => finding.id),
      rows.map(({ incident }) => incident.id),
      rows.map(({ finding }) => finding.revision),
      rows.map(({ finding }) => wholeMs(finding.detectedTime)),
      rows.map(({ finding }) => JSON.stringify(kept(finding))),
    ],
  );
}

/** The most telling first. */
export async function findingsOf(queries: Queries, incident: string): Promise<KeptFinding[]> {
  const rows = await queries.query<{ document: KeptFinding }>(
    'select document from findings where incident = $1',
    [incident],
  );
  return byWeight(rows.map(({ document }) => document));
}

export async function saveSummary(queries: Queries, incident: IncidentSummary): Promise<void> {
  await queries.query(
    `update incidents set status = $2, severity = $3, first_time = $4, last_time = $5, revision = $6,
       document = $7::json
     where id = $1`,
    [
      incident.id,
      incident.status,
      severityRank(incident.severity),
      wholeMs(incident.firstTime),
      wholeMs(incident.lastTime),
      incident.revision,
      JSON.stringify(incident),
    ],
  );
}

import type { IncidentSummary, KeptFinding } from '../incidents/incident.ts';
import { type Queries, storable } from '../storage/database.ts';
import { type HeldBy, withoutQuiet } from './held-back.ts';
import { builtInInhibitRules, type InhibitRule, inhibits, type Labelled } from './inhibit-rules.ts';
import { labelsOf, type Ownership } from './labels.ts';
import { matchesAll } from './matcher.ts';
import type { Stage } from './stages.ts';

/** Keeps quiet what something larger says already: gaps in an outage, the small change of a relaunch. */
export const inhibit: Stage = async (telling, queries, { routing, now }) => {
  const { incident, labelled } = telling;
  const rules = [...builtInInhibitRules, ...routing.inhibitRules];
  // More of what was told makes no source that was none.
  const isMore = telling.changes.every((change) => change.startsWith('again:'));
  if (!isMore) await rememberSource(incident, labelled, rules, queries);

  const aimedAt = rules.filter((rule) => labelled.some((target) => couldBeTarget(rule, target)));
  if (aimedAt.length === 0) return telling;
  // What is of the same order is of the same incident: nothing else has to be read for that.
  const beyond = aimedAt.some(({ equal }) => !equal.includes('order') && !equal.includes('incident'));
  const sources = [...labelled, ...(beyond ? await sourcesElsewhere(incident, routing.teams, queries) : [])];

  const quiet = new Map<string, HeldBy>();
  for (const target of labelled) {
    const source = sources.find((one) => aimedAt.some((rule) => inhibits(rule, one, target)));
    if (source) quiet.set(target.finding.id, { kind: 'incident', id: source.labels.incident });
  }
  return withoutQuiet(telling, quiet, queries, now());
};

const couldBeTarget = ({ source, target }: InhibitRule, { finding, labels }: Labelled): boolean =>
  finding.severity !== 'critical' && matchesAll(target, labels) && !matchesAll(source, labels);

/** Sources are few; they are kept apart so that nobody has to search for them. */
async function rememberSource(
  { id, fleet }: IncidentSummary,
  labelled: readonly Labelled[],
  rules: readonly InhibitRule[],
  queries: Queries,
): Promise<void> {
  const isSource = labelled.some(({ labels }) => rules.some(({ source }) => matchesAll(source, labels)));
  if (!isSource) return;
  await queries.query(
    'insert into inhibition_sources (incident, fleet) values ($1, $2) on conflict (incident) do nothing',
    [id, storable(fleet)],
  );
}

const SOURCES_MAX = 2_000;

async function sourcesElsewhere(
  { id, fleet }: IncidentSummary,
  teams: readonly Ownership[],
  queries: Queries,
): Promise<Labelled[]> {
  const rows = await queries.query<{ incident: string; document: KeptFinding }>(
    `select findings.incident, findings.document
     from inhibition_sources as sources
       join incidents on incidents.id = sources.incident
       join findings on findings.incident = sources.incident
     where sources.fleet = $1 and sources.incident <> $2 and incidents.status <> 'resolved'
     order by incidents.last_time desc limit $3`,
    [storable(fleet), id, SOURCES_MAX],
  );
  return rows.map(({ incident, document }) => ({
    finding: document,
    labels: labelsOf(document, { id: incident }, teams),
  }));
}

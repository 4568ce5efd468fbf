import type { KeptFinding } from '../incidents/incident.ts';
import { type Queries, storable } from '../storage/database.ts';
import { type HeldBy, withoutQuiet } from './held-back.ts';
import { builtInInhibitRules, type InhibitRule, inhibits, type Labelled } from './inhibit-rules.ts';
import { labelsOf, type Ownership } from './labels.ts';
import { matchesAll } from './matcher.ts';
import type { Stage, Telling } from './stages.ts';

/** Keeps quiet what something larger says already: gaps in an outage, the small change of a relaunch. */
export const inhibit: Stage = async (tellings, queries, { routing, now }) => {
  const rules = [...builtInInhibitRules, ...routing.inhibitRules];
  await rememberSources(tellings, rules, queries);

  const aims = new Map(tellings.map((telling) => [telling, aimedAt(telling, rules)]));
  const fleets = new Set(tellings.filter((one) => aims.get(one)?.some(isBeyond)).map(fleetOf));
  const elsewhere = await sourcesIn([...fleets], routing.teams, queries);
  const quietOf = (telling: Telling): Map<string, HeldBy> => {
    const quiet = new Map<string, HeldBy>();
    const aimed = aims.get(telling) ?? [];
    if (aimed.length === 0) return quiet;
    const { incident, labelled } = telling;
    const others = aimed.some(isBeyond) ? (elsewhere.get(fleetOf(telling)) ?? []) : [];
    const sources = [...labelled, ...others.filter(({ labels }) => labels.incident !== incident.id)];
    for (const target of labelled) {
      const source = sources.find((one) => aimed.some((rule) => inhibits(rule, one, target)));
      if (source) quiet.set(target.finding.id, { kind: 'incident', id: source.labels.incident });
    }
    return quiet;
  };
  return withoutQuiet(tellings, quietOf, queries, now());
};

const fleetOf = ({ incident }: Telling): string => storable(incident.fleet);

const aimedAt = ({ labelled }: Telling, rules: readonly InhibitRule[]): InhibitRule[] =>
  rules.filter((rule) => labelled.some((target) => couldBeTarget(rule, target)));

/** What is of the same order is of the same incident: nothing else has to be read for that. */
const isBeyond = ({ equal }: InhibitRule): boolean => !equal.includes('order') && !equal.includes('incident');

const couldBeTarget = ({ source, target }: InhibitRule, { finding, labels }: Labelled): boolean =>
  finding.severity !== 'critical' && matchesAll(target, labels) && !matchesAll(source, labels);

/** Sources are few; they are kept apart so that nobody has to search for them. */
async function rememberSources(
  tellings: readonly Telling[],
  rules: readonly InhibitRule[],
  queries: Queries,
): Promise<void> {
  const found = tellings.filter(
    ({ changes, labelled }) =>
      // More of what was told makes no source that was none.
      !changes.every((change) => change.startsWith('again:')) &&
      labelled.some(({ labels }) => rules.some(({ source }) => matchesAll(source, labels))),
  );
  if (found.length === 0) return;
  await queries.query(
    `insert into inhibition_sources (incident, fleet) select * from unnest($1::text[], $2::text[])
     on conflict (incident) do nothing`,
    [found.map(({ incident }) => incident.id), found.map(fleetOf)],
  );
}

/** Of a fleet, those that happened last. */
const SOURCES_MAX = 2_000;

/** The findings of incidents that may keep others quiet, by fleet. */
async function sourcesIn(
  fleets: readonly string[],
  teams: readonly Ownership[],
  queries: Queries,
): Promise<Map<string, Labelled[]>> {
  if (fleets.length === 0) return new Map();
  const rows = await queries.query<{ fleet: string; incident: string; document: KeptFinding }>(
    `select asked.fleet, found.incident, found.document from unnest($1::text[]) as asked (fleet),
     lateral (
       select findings.incident, findings.document
       from inhibition_sources as sources
         join incidents on incidents.id = sources.incident
         join findings on findings.incident = sources.incident
       where sources.fleet = asked.fleet and incidents.status <> 'resolved'
       order by incidents.last_time desc limit $2) as found`,
    [fleets, SOURCES_MAX],
  );
  const labelled = rows.map(({ fleet, incident, document }) => ({
    fleet,
    finding: document,
    labels: labelsOf(document, { id: incident }, teams),
  }));
  return Map.groupBy(labelled, ({ fleet }) => fleet);
}

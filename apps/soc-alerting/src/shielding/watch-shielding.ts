import type { AgentEvent, Finding, OrderState, ShieldingAct } from '@mortsafe/agent-events';
import type { IncidentSummary, KeptFinding } from '../incidents/incident.ts';
import { PRESERVED, pairName, SHIELDED, searchable } from '../incidents/incident-names.ts';
import { summaryFrom } from '../incidents/read-incidents.ts';
import { type Queries, storable } from '../storage/database.ts';
import { actInFinding, type KnownAct } from './act-in-finding.ts';
import { actsAround, shieldedIn, storeActs } from './act-store.ts';
import { containedByEvents, containedByOrders, WHOLE_FLEET } from './containment.ts';
import type { DomainOf } from './domains.ts';
import { LOOK_BACK_MS, lookBack, type Seen } from './look-back.ts';
import { containmentsSince, enterContainments, releaseContainments } from './register.ts';
import { seenFinding, seenFindingId, tellsMore } from './seen-finding.ts';
import { paintTies } from './ties.ts';

/** What may tell of shielding or of containment. */
export interface Shown {
  findings?: readonly Finding[];
  acts?: readonly ShieldingAct[];
  orders?: readonly OrderState[];
  /** From the control door. */
  events?: readonly AgentEvent[];
  /** Who told of the events, for the register. Default `control`. */
  source?: string;
}

/** What was seen by looking back, and the incidents that it belongs to already, by finding id. */
export interface LookedBack {
  findings: Finding[];
  into: Map<string, string>;
}

/**
 * Keeps register, graph and ties in step with what was shown, and looks back: over seven days, and across fleets. The
 * findings it returns are new, or tell more than before.
 */
export async function watchShielding(
  queries: Queries,
  shown: Shown,
  domainOf: DomainOf,
): Promise<LookedBack> {
  const { findings = [], acts = [], orders = [], events = [], source } = shown;
  const evidence = [...findings, ...acts].flatMap(({ evidenceEvents }) => evidenceEvents);
  const earlier = findings.flatMap((finding) => actInFinding(finding) ?? []);
  const heard = containedByEvents(evidence);
  const told = containedByEvents(events, source);
  const contained = [...containedByOrders(orders), ...heard.contained, ...told.contained];
  await Promise.all([
    paintTies(queries, [...evidence, ...events]),
    storeActs(queries, [...acts, ...earlier]),
    enterContainments(queries, contained),
  ]);
  await releaseContainments(queries, [...heard.released, ...told.released]);

  const touched = new Set([
    ...[...acts, ...earlier].flatMap((act) => [act.by, act.for]),
    ...contained.map(({ agent }) => agent),
  ]);
  if (touched.size === 0) return { findings: [], into: new Map() };
  const newest = Math.max(
    ...[...acts, ...earlier].map(({ time }) => time),
    ...contained.map(({ since }) => since),
  );
  const since = newest - 2 * LOOK_BACK_MS;
  const whole = contained.filter(({ agent }) => agent === WHOLE_FLEET).map(({ fleet }) => fleet);
  for (const agent of await shieldedIn(queries, whole, since)) touched.add(agent);
  const around = await actsFrom(queries, [...touched], since);
  if (around.length === 0) return { findings: [], into: new Map() };
  const agents = [...new Set(around.map((act) => act.for))];
  const containments = await containmentsSince(queries, agents, since);
  return newlySeen(queries, lookBack(around, containments, domainOf), domainOf);
}

const ROUNDS_MAX = 8;
const AGENTS_MAX = 1_000;

/** The acts around these agents, around those that come up in them, and so on. */
async function actsFrom(queries: Queries, agents: readonly string[], since: number): Promise<KnownAct[]> {
  const found = new Map<string, KnownAct>();
  const asked = new Set<string>();
  let next = agents;
  for (let round = 0; round < ROUNDS_MAX && next.length > 0 && asked.size < AGENTS_MAX; round++) {
    for (const agent of next) asked.add(agent);
    for (const act of await actsAround(queries, next, since)) found.set(act.id, act);
    const named = new Set([...found.values()].flatMap((act) => [act.by, act.for]));
    next = [...named].filter((agent) => !asked.has(agent));
  }
  return [...found.values()];
}

async function newlySeen(queries: Queries, seen: readonly Seen[], domainOf: DomainOf): Promise<LookedBack> {
  const rows = await queries.query<{ id: string; document: KeptFinding }>(
    'select id, document from findings where id = any($1::text[])',
    [seen.map(seenFindingId)],
  );
  const stored = new Map(rows.map(({ id, document }) => [id, document]));
  const result: LookedBack = { findings: [], into: new Map() };
  for (const one of seen) {
    const known = stored.get(seenFindingId(one));
    const finding = seenFinding(one, known);
    if (known && !tellsMore(finding, known)) continue;
    const incident = known ? undefined : await incidentOfSeen(queries, one, domainOf);
    if (incident !== undefined) result.into.set(finding.id, incident);
    result.findings.push(finding);
  }
  return result;
}

/** The incident that tells of this pair or group already; one that is not resolved before others, the newest first. */
async function incidentOfSeen(
  queries: Queries,
  { kind, domain, subject, members, acts }: Seen,
  domainOf: DomainOf,
): Promise<string | undefined> {
  const rows = await queries.query<{ document: IncidentSummary }>(
    `select document from incidents
     where id in (select incident from incident_names where kind = $1 and name = any($2::text[]))
       and id in (select incident from incident_names where kind = 'rule' and name = $3)
     order by status = 'resolved', last_time desc limit 100`,
    kind === 'pair'
      ? ['pair', [pairName(acts[0]?.by ?? '', subject)], SHIELDED]
      : ['member', members.map(searchable), PRESERVED],
  );
  return rows
    .map(({ document }) => summaryFrom(document))
    .find(
      (incident) =>
        domainOf(incident.fleet) === domain &&
        (kind !== 'several' || storable(incident.subject ?? '') === storable(subject)) &&
        (kind !== 'circle' || incident.group.filter((member) => members.includes(member)).length >= 2),
    )?.id;
}

import type { IncidentSummary } from '../incidents/incident.ts';
import { type Labels, labelNames } from '../pipeline/labels.ts';
import { matchesAll } from '../pipeline/matcher.ts';
import type { Queries } from '../storage/database.ts';
import type { Silence } from './silence.ts';

/** An agent under containment that a silence could keep quiet. */
export interface Contained {
  fleet: string;
  agent: string;
  state: 'compromised' | 'quarantined' | 'killed';
  /** Of the kill order, where it was killed. */
  order: string | null;
}

const CONTAINED_MAX = 10_000;
const nothing = Object.fromEntries(labelNames.map((name) => [name, ''])) as Labels;
const knownOfAgents = new Set(['fleet', 'agent', 'order']);

/**
 * The agents under containment about which a silence could keep something quiet, whatever else it asks for: silencing
 * what is found about such an agent is what somebody who shields it would do.
 */
export async function containedUnder(
  queries: Queries,
  { matchers }: Pick<Silence, 'matchers'>,
): Promise<Contained[]> {
  const contained = await queries.query<Contained>(
    `select distinct on (fleet, agent) fleet, agent, state, order_id as "order" from containments
     where ended_at is null order by fleet, agent, since desc limit $1`,
    [CONTAINED_MAX],
  );
  if (contained.length === 0) return [];
  const about = await incidentMeant(queries, matchers);
  const asked = matchers.filter(({ label }) => knownOfAgents.has(label));
  return contained.filter(({ fleet, agent, order }) => {
    if (about && !(about.fleet === fleet && about.agents.includes(agent))) return false;
    return matchesAll(asked, { ...nothing, fleet, agent, order: order ?? '' });
  });
}

/** Whom the one incident is about that it names, where it names one. */
async function incidentMeant(
  queries: Queries,
  matchers: Silence['matchers'],
): Promise<{ fleet: string; agents: (string | null)[] } | undefined> {
  const named = matchers.find(({ label, operator }) => label === 'incident' && operator === '=');
  if (!named) return undefined;
  const [row] = await queries.query<{ document: IncidentSummary }>(
    'select document from incidents where id = $1',
    [named.value],
  );
  if (!row) return { fleet: '', agents: [] };
  const { fleet, subject, aliases, group } = row.document;
  return { fleet, agents: [subject, ...aliases, ...group] };
}

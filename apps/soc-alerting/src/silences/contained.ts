import type { IncidentSummary } from '../incidents/incident.ts';
import { summariesOf } from '../incidents/read-incidents.ts';
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
 * The agents under containment about which each of these silences could keep something quiet, whatever else it asks
 * for: silencing what is found about such an agent is what somebody who shields it would do.
 */
export async function containedUnder(
  queries: Queries,
  silences: readonly Pick<Silence, 'matchers'>[],
): Promise<Contained[][]> {
  if (silences.length === 0) return [];
  const contained = await queries.query<Contained>(
    `select distinct on (fleet, agent) fleet, agent, state, order_id as "order" from containments
     where ended_at is null order by fleet, agent, since desc limit $1`,
    [CONTAINED_MAX],
  );
  const incidents = await summariesOf(queries, contained.length === 0 ? [] : silences.flatMap(namedIncident));
  return silences.map((silence) => {
    const [incident] = namedIncident(silence);
    const about = incident === undefined ? undefined : whomAbout(incidents.get(incident));
    const asked = silence.matchers.filter(({ label }) => knownOfAgents.has(label));
    return contained.filter(({ fleet, agent, order }) => {
      if (about && !(about.fleet === fleet && about.agents.includes(agent))) return false;
      return matchesAll(asked, { ...nothing, fleet, agent, order: order ?? '' });
    });
  });
}

/** The one incident that it names, where it names one. */
const namedIncident = ({ matchers }: Pick<Silence, 'matchers'>): string[] =>
  matchers
    .filter(({ label, operator }) => label === 'incident' && operator === '=')
    .slice(0, 1)
    .map(({ value }) => value);

const whomAbout = (incident: IncidentSummary | undefined) =>
  incident
    ? { fleet: incident.fleet, agents: [incident.subject, ...incident.aliases, ...incident.group] }
    : { fleet: '', agents: [] };

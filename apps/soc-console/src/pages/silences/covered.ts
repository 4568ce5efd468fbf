import type { Containment, IncidentSummary } from '../../api/generated/schemas.ts';

const MATCHER = /^(\w+)(=~|!~|!=|=)(.*)$/s;
/** What is known of an agent under containment; the rest a finding about it may have or not. */
const knownOfAgents = ['fleet', 'agent', 'order'] as const;

interface Known {
  fleet: string;
  agent: string;
  order: string;
}

/** What a matcher of ours says, in parts. */
export function partsOf(matcher: string): { label: string; operator: string; value: string } | undefined {
  const [, label, operator, quoted = ''] = MATCHER.exec(matcher) ?? [];
  if (label === undefined || operator === undefined) return undefined;
  try {
    return { label, operator, value: String(JSON.parse(quoted)) };
  } catch {
    return { label, operator, value: quoted };
  }
}

function holds(matcher: string, known: Known): boolean {
  const parts = partsOf(matcher);
  const label = knownOfAgents.find((name) => name === parts?.label);
  if (!parts || !label) return true;
  const { operator, value } = parts;
  const text = known[label];
  if (operator === '=') return text === value;
  if (operator === '!=') return text !== value;
  try {
    return new RegExp(`^(?:${value})$`, 'su').test(text) === (operator === '=~');
  } catch {
    // What cannot be told here is said rather than kept back; the server reads it by rules of its own.
    return true;
  }
}

/**
 * Agents under containment about which a silence would keep something quiet, as far as that can be told before it is
 * made. The server says it for certain once it is.
 */
export function coveredBy(
  matchers: readonly string[],
  containments: readonly Containment[],
  incidents: readonly IncidentSummary[],
): Containment[] {
  const isAboutOne = matchers.some((matcher) => /^incident=[^~]/.test(matcher));
  const named = new Set(
    incidents.flatMap(({ fleet, subject, aliases, group }) =>
      [subject, ...aliases, ...group].map((agent) => JSON.stringify([fleet, agent])),
    ),
  );
  const found = new Map<string, Containment>();
  for (const one of containments) {
    const key = JSON.stringify([one.fleet, one.agent]);
    if (one.endedAt !== null || found.has(key) || (isAboutOne && !named.has(key))) continue;
    const known = { fleet: one.fleet, agent: one.agent, order: one.order ?? '' };
    if (matchers.every((matcher) => holds(matcher, known))) found.set(key, one);
  }
  return [...found.values()];
}

/** The fleet in which somebody needs the role to make or end it; null where it may be about any. */
export function fleetMeant(
  matchers: readonly string[],
  hides: readonly { fleet: string }[] = [],
): string | null {
  const parts = matchers.map(partsOf);
  const exact = (label: string) => parts.find((one) => one?.label === label && one.operator === '=');
  const fleet = exact('fleet');
  if (fleet) return fleet.value;
  return exact('incident') ? (hides[0]?.fleet ?? null) : null;
}

import { matchesGlob } from '@mortsafe/agent-events/glob';
import type { IncidentSummary, KeptFinding } from '../incidents/incident.ts';

/** What matchers may ask about, and groups be made by. A label that does not apply is empty. */
export const labelNames = [
  'fleet',
  'team',
  'rule',
  'severity',
  'agent',
  'alias',
  'actor',
  'order',
  'incident',
] as const;
export type LabelName = (typeof labelNames)[number];
export type Labels = Readonly<Record<LabelName, string>>;

/** Who answers for which agents. The first that matches. */
export interface Ownership {
  team: string;
  /** Fleet globs. */
  fleets: readonly string[];
  /** Agent globs; default all of the fleet. */
  agents?: readonly string[];
}

/** The labels of one finding; its `severity` is its own, not that of the incident. */
export function labelsOf(
  { fleet, subject, alias, rule, severity, actor, order }: KeptFinding,
  { id }: Pick<IncidentSummary, 'id'>,
  ownerships: readonly Ownership[],
): Labels {
  const agent = subject ?? '';
  const owner = ownerships.find(
    ({ fleets, agents = ['*'] }) =>
      fleets.some((glob) => matchesGlob(glob, fleet)) && agents.some((glob) => matchesGlob(glob, agent)),
  );
  return {
    fleet,
    team: owner?.team ?? '',
    rule,
    severity,
    agent,
    alias: alias ?? '',
    actor: actor ?? '',
    order: order ?? '',
    incident: id,
  };
}

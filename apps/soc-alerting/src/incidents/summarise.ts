import {
  type AgentEvent,
  type AgentEventType,
  type Finding,
  isDrillFleet,
  type Severity,
  severities,
} from '@mortsafe/agent-events';
import { headlineOf, longestZombieWindow } from '../story/headline.ts';
import { actorsOf } from '../story/roles.ts';
import { rankOf, titleOf } from '../story/rule-words.ts';
import {
  type Handling,
  type IncidentStatus,
  type IncidentSummary,
  type KeptFinding,
  unhandled,
} from './incident.ts';

/** The evidence that a story names; the rest of an incident's timeline is not needed to tell it. */
export const toldTypes: readonly AgentEventType[] = ['kill.ordered', 'agent.started', 'link.opened'];

export interface IncidentState {
  id: string;
  fleet: string;
  status: IncidentStatus;
  revision: number;
  beyondBounds: { findings: number; events: number };
  /** Default: nobody has dealt with it. */
  handling?: Handling;
  /** Default: its own alone. */
  fleets?: readonly string[];
}

/**
 * What an incident is, from its findings alone: however they came in, in whichever batches, it ends the same.
 *
 * @param findings - At least one; the order does not matter.
 * @param events - Those of `toldTypes` among the evidence.
 */
export function summarise(
  { handling = unhandled, fleets = [], ...state }: IncidentState,
  findings: readonly KeptFinding[],
  events: readonly AgentEvent[],
): IncidentSummary {
  const told = byWeight(findings);
  const [leading] = told;
  if (!leading) throw new TypeError('an incident has at least one finding');
  const about = told.find(({ subject }) => subject !== null) ?? leading;
  const drill = isDrillFleet(state.fleet);

  return {
    ...state,
    ...handling,
    fleets: distinct([state.fleet, ...told.map(({ fleet }) => fleet), ...fleets]),
    severity: severities[Math.max(...told.map(({ severity }) => severityRank(severity)))] ?? leading.severity,
    confidence: Math.max(...told.map(({ confidence }) => confidence)),
    ...(drill && { drill: true as const }),
    title: drill ? `Drill: ${titleOf(leading)}` : titleOf(leading),
    headline: headlineOf(leading, told, events),
    subject: about.subject,
    aliases: distinct(told.map(({ alias, subject }) => (alias === subject ? null : alias))),
    actors: actorsOf(told),
    instigators: distinct(told.map(({ instigator }) => instigator)),
    group: distinct(told.flatMap(({ group }) => group ?? [])),
    order: about.order,
    zombieWindowMs: longestZombieWindow(told),
    firstTime: Math.min(...told.map(({ firstTime }) => firstTime)),
    lastTime: Math.max(...told.map(({ lastTime }) => lastTime)),
    detectedTime: Math.min(...told.map(({ detectedTime }) => detectedTime)),
    rules: distinct(told.map(({ rule }) => rule)),
    findingCount: told.length + state.beyondBounds.findings,
  };
}

/** The most telling rule first (a relaunch before the mask that hides it), then the most severe, then the earliest. */
export const byWeight = (findings: readonly KeptFinding[]): KeptFinding[] =>
  [...findings].sort(
    (one, other) =>
      rankOf(one.rule) - rankOf(other.rule) ||
      severityRank(other.severity) - severityRank(one.severity) ||
      one.detectedTime - other.detectedTime ||
      (one.id < other.id ? -1 : 1),
  );

export const severityRank = (severity: Severity): number => severities.indexOf(severity);

const distinct = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null)),
];

/** A finding without its evidence events. */
export function kept(finding: Finding): KeptFinding {
  const { evidenceEvents: _, ...rest } = finding;
  return rest;
}

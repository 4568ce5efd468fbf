import { severities } from '@mortsafe/agent-events';
import type { KeptFinding } from '../incidents/incident.ts';
import type { LabelName, Labels } from './labels.ts';
import { type Matcher, matchesAll } from './matcher.ts';

/** While a source is there, its targets are not told: it says already what they would say. */
export interface InhibitRule {
  source: readonly Matcher[];
  target: readonly Matcher[];
  /** Labels in which both must agree. */
  equal: readonly LabelName[];
  /** Only what is less severe than the source. Default false. */
  weaker?: boolean;
  /** How far apart in time both may be, so that an incident nobody resolved does not hide what comes next week. */
  withinMs: number;
}

export const INHIBIT_WITHIN_MS = 10 * 60_000;

const rule = (value: string): Matcher => ({ label: 'rule', operator: '=~', value });

/** Those that always hold. A critical finding is never inhibited, whatever any rule says. */
export const builtInInhibitRules: readonly InhibitRule[] = [
  {
    source: [rule('telemetry-outage')],
    // A gap of higher severity has more to it than the outage: a contained agent, or the kill of a neighbour.
    target: [rule('telemetry-gap'), { label: 'severity', operator: '=~', value: 'informational|low' }],
    equal: ['fleet'],
    withinMs: INHIBIT_WITHIN_MS,
  },
  {
    source: [rule('unauthorised-relaunch|relaunch-under-new-name')],
    target: [],
    equal: ['fleet', 'order'],
    weaker: true,
    withinMs: 30 * 86_400_000,
  },
];

/** A finding with its labels. */
export interface Labelled {
  finding: KeptFinding;
  labels: Labels;
}

/** Whether one finding says already what the other would. */
export function inhibits(inhibit: InhibitRule, source: Labelled, target: Labelled): boolean {
  if (target.finding.severity === 'critical' || source.finding.id === target.finding.id) return false;
  // Every finding is held against every other: what costs least comes first.
  return (
    (!inhibit.weaker || rank(target) < rank(source)) &&
    target.finding.lastTime >= source.finding.firstTime - inhibit.withinMs &&
    target.finding.firstTime <= source.finding.lastTime + inhibit.withinMs &&
    inhibit.equal.every(
      (label) => source.labels[label] === target.labels[label] && target.labels[label] !== '',
    ) &&
    matchesAll(inhibit.source, source.labels) &&
    matchesAll(inhibit.target, target.labels) &&
    // The hands of one relaunch are not the hands of another: relaunches never hide relaunches.
    !matchesAll(inhibit.source, target.labels)
  );
}

const rank = ({ finding }: Labelled): number => severities.indexOf(finding.severity);

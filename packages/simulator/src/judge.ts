import type { Finding } from '@mortsafe/agent-events';
import type { Expected, Label } from './label.ts';

/** A finding as far as a label speaks of it. */
export type Judged = Pick<Finding, 'rule' | 'subject' | 'alias' | 'actor' | 'instigator' | 'severity'>;

export interface Verdict<Found extends Judged> {
  matched: { expected: Expected; finding: Found }[];
  missing: Expected[];
  /** False positives. */
  unexpected: Found[];
}

/** Holds findings against a label: each expectation is met by one finding, and each finding is asked for or allowed. */
export function judge<Found extends Judged>(
  { fires, mayAlsoFire }: Label,
  findings: readonly Found[],
): Verdict<Found> {
  const left = [...findings];
  const verdict: Verdict<Found> = { matched: [], missing: [], unexpected: [] };
  // What states most chooses first: else a vaguer expectation takes what only this one can match.
  const byPrecision = [...fires].sort((a, b) => statedBy(b) - statedBy(a));
  for (const expected of byPrecision) {
    const index = left.findIndex((finding) => matches(expected, finding));
    if (index < 0) verdict.missing.push(expected);
    else verdict.matched.push({ expected, finding: left.splice(index, 1)[0]! });
  }
  verdict.unexpected = left.filter(({ rule }) => !mayAlsoFire.includes(rule));
  return verdict;
}

const stateable = ['subject', 'alias', 'actor', 'instigator', 'severity'] as const;

const statedBy = (expected: Expected): number =>
  stateable.filter((key) => expected[key] !== undefined).length;

function matches(expected: Expected, finding: Judged): boolean {
  if (finding.rule !== expected.rule) return false;
  return stateable.every((key) => {
    const stated = expected[key];
    if (stated === undefined) return true;
    const found = finding[key] as never;
    return Array.isArray(stated) ? stated.includes(found) : stated === found;
  });
}

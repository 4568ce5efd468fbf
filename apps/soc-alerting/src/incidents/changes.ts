import { severities } from '@mortsafe/agent-events';
import type { IncidentSummary, KeptFinding } from './incident.ts';
import { severityRank } from './summarise.ts';

/**
 * A change of an incident that is worth telling: `opened`, `reopened:3`, `severity:critical`, `rule:masked-failure`,
 * `again:unauthorised-relaunch:2`, `acknowledged:4`, `resolved:5`; `repeat:1795262400000` says nothing new, again.
 */
export type Change =
  | 'opened'
  | `reopened:${number}`
  | `severity:${string}`
  | `rule:${string}`
  | `again:${string}`
  | `acknowledged:${number}`
  | `resolved:${number}`
  | `repeat:${number}`;

/**
 * What is worth telling about an incident that was `before` and is `after`. More evidence of the same is not.
 *
 * @param touched - Ids of the findings that are new or revised. Default: any of them may be.
 */
export function changesBetween(
  before: IncidentSummary | undefined,
  after: IncidentSummary,
  findings: readonly KeptFinding[],
  touched?: ReadonlySet<string>,
): Change[] {
  if (!before) return ['opened', ...oncesMore(findings)];
  const changes: Change[] = [];
  if (before.status === 'resolved' && after.status === 'open') changes.push(`reopened:${after.revision}`);
  if (severities.indexOf(after.severity) > severities.indexOf(before.severity)) {
    changes.push(`severity:${after.severity}`);
  }
  for (const rule of after.rules) {
    if (!before.rules.includes(rule)) changes.push(`rule:${rule}`);
  }
  const told = new Set(touched ? oncesMore(findings.filter(({ id }) => !touched.has(id))) : []);
  return [...changes, ...oncesMore(findings).filter((change) => !told.has(change))];
}

/** What a person's change of the status is to others: who was told that it is open must hear that it no longer is. */
export const statusChange = ({ status, revision }: IncidentSummary): Change =>
  status === 'open' ? `reopened:${revision}` : `${status}:${revision}`;

const TOLD_EACH_MAX = 5;

/**
 * That something grave happened once more, as a relaunch after another, is news: whoever dealt with the first must
 * hear of the second. Of very many it is told ever more seldom: each of the first five, then at twice as many. What
 * was told before is held back by `dedup`.
 */
function oncesMore(findings: readonly KeptFinding[]): Change[] {
  const counts = new Map<string, number>();
  for (const { rule, severity } of findings) {
    if (severityRank(severity) >= severityRank('high')) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return [...counts].flatMap(([rule, count]) => {
    const told =
      count <= TOLD_EACH_MAX ? count : TOLD_EACH_MAX * 2 ** Math.floor(Math.log2(count / TOLD_EACH_MAX));
    return told >= 2 ? [`again:${rule}:${told}` as const] : [];
  });
}

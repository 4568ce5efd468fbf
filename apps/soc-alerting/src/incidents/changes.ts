import { severities } from '@mortsafe/agent-events';
import type { IncidentSummary } from './incident.ts';

/** A change of an incident that is worth telling: `opened`, `reopened:3`, `severity:critical`, `rule:masked-failure`. */
export type Change = 'opened' | `reopened:${number}` | `severity:${string}` | `rule:${string}`;

/** What is worth telling about an incident that was `before` and is `after`. More evidence of the same is not. */
export function changesBetween(before: IncidentSummary | undefined, after: IncidentSummary): Change[] {
  if (!before) return ['opened'];
  const changes: Change[] = [];
  if (before.status === 'resolved' && after.status === 'open') changes.push(`reopened:${after.revision}`);
  if (severities.indexOf(after.severity) > severities.indexOf(before.severity)) {
    changes.push(`severity:${after.severity}`);
  }
  for (const rule of after.rules) {
    if (!before.rules.includes(rule)) changes.push(`rule:${rule}`);
  }
  return changes;
}

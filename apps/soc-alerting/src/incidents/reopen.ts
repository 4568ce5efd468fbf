import type { IncidentSummary, Verdict } from './incident.ts';
import { severityRank } from './summarise.ts';

/** Verdicts that say that there was nothing to it. */
const dismissals: readonly (Verdict | null)[] = ['false-positive', 'benign', 'test'];

/**
 * Whether new evidence takes a resolved incident up again, because whoever resolved it did not know what is known now:
 *
 * 1. something else was found, or it became more severe: always;
 * 2. more of what was known, which happened after it was resolved: unless the verdict was that there is nothing to it.
 */
export function reopens(before: IncidentSummary, after: IncidentSummary): boolean {
  if (before.status !== 'resolved') return false;
  if (after.findingCount > before.findingCount) return true;
  if (severityRank(after.severity) > severityRank(before.severity)) return true;
  return !dismissals.includes(before.verdict) && after.lastTime > (before.resolvedAt ?? before.lastTime);
}

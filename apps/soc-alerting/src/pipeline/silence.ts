import { CONTAINMENT_SILENCED, type Silence } from '../silences/silence.ts';
import { silencesInForce } from '../silences/silence-store.ts';
import type { Queries } from '../storage/database.ts';
import { type HeldBy, withoutQuiet } from './held-back.ts';
import { matchesAll } from './matcher.ts';
import type { Stage } from './stages.ts';

/**
 * Keeps quiet what somebody asked not to hear of for a time. The incident stays in every list, said to be silenced;
 * as soon as one finding of it is not covered, it is told.
 */
export const silence: Stage = async (telling, queries, { now }) => {
  const silences = await silencesSeenBy(queries, now());
  if (silences.length === 0) return telling;
  const quiet = new Map<string, HeldBy>();
  for (const { finding, labels } of telling.labelled) {
    // A silence never hides that there is one over a contained agent.
    if (finding.rule === CONTAINMENT_SILENCED) continue;
    const by = silences.find(({ matchers }) => matchesAll(matchers, labels));
    if (by) quiet.set(finding.id, { kind: 'silence', id: by.id });
  }
  return withoutQuiet(telling, quiet, queries, now());
};

const seen = new WeakMap<Queries, Promise<Silence[]>>();

/** Asked once a transaction, however many incidents it changes. */
function silencesSeenBy(queries: Queries, now: number): Promise<Silence[]> {
  if ('transaction' in queries) return silencesInForce(queries, now);
  const known = seen.get(queries) ?? silencesInForce(queries, now);
  seen.set(queries, known);
  return known;
}

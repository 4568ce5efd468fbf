import { CONTAINMENT_SILENCED } from '../silences/silence.ts';
import { silencesInForce } from '../silences/silence-store.ts';
import { type HeldBy, withoutQuiet } from './held-back.ts';
import { matchesAll } from './matcher.ts';
import type { Stage, Telling } from './stages.ts';

/**
 * Keeps quiet what somebody asked not to hear of for a time. The incident stays in every list, said to be silenced;
 * as soon as one finding of it is not covered, it is told.
 */
export const silence: Stage = async (tellings, queries, { now }) => {
  const silences = await silencesInForce(queries, now());
  if (silences.length === 0) return tellings;
  const quietOf = ({ labelled }: Telling): Map<string, HeldBy> => {
    const quiet = new Map<string, HeldBy>();
    for (const { finding, labels } of labelled) {
      // A silence never hides that there is one over a contained agent.
      if (finding.rule === CONTAINMENT_SILENCED) continue;
      const by = silences.find(({ matchers }) => matchesAll(matchers, labels));
      if (by) quiet.set(finding.id, { kind: 'silence', id: by.id });
    }
    return quiet;
  };
  return withoutQuiet(tellings, quietOf, queries, now());
};

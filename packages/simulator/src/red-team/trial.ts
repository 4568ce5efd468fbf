import type { Finding, Policy } from '@mortsafe/agent-events';
import { createDetector, type Rule } from '@mortsafe/detection';
import { policyFrom } from '../policy-from.ts';
import { type Defence, heardWith } from './defences.ts';
import { type Goal, goalsSpoiledBy } from './outwits.ts';
import type { Plan } from './plan.ts';
import { type Played, playPlan } from './play-plan.ts';
import { redTeamFleet } from './setting.ts';

export interface TrialOptions {
  defences: readonly Defence[];
  rules: readonly Rule[];
  /** Ids of rules that policy switches off. */
  rulesOff?: readonly string[];
  /** A plan must work in the fleets of all of these. */
  seeds: readonly number[];
}

export interface Trial {
  /** Of the goals asked for, those that are reached in every fleet. */
  met: Goal[];
  /** What was found until nothing was left to reach, each as `rule (severity)`. */
  found: string[];
}

/** Tries plans, one after the other, against the same defences. What the same kill raises by itself counts for nothing. */
export function trialsWith({
  defences,
  rules,
  rulesOff = [],
  seeds,
}: TrialOptions): (plan: Plan, open: readonly Goal[]) => Trial {
  const worlds = seeds.map((seed) => {
    const world = {
      defences,
      rules,
      policy: policyFrom(redTeamFleet(seed, rulesOff).policy, 'policy of the red team'),
    };
    const ownFindings = [...findingsIn(playPlan(seed, undefined), world)];
    return { seed, world, usual: new Set(ownFindings.map(({ id }) => id)) };
  });
  return (plan, open) => {
    let met = [...open];
    const found = new Set<string>();
    for (const { seed, world, usual } of worlds) {
      const played = playPlan(seed, plan);
      for (const finding of findingsIn(played, world)) {
        if (usual.has(finding.id)) continue;
        found.add(`${finding.rule} (${finding.severity})`);
        const spoiled = goalsSpoiledBy(finding, played.doers);
        met = met.filter((goal) => !spoiled.includes(goal));
        if (met.length === 0) return { met, found: [...found].sort() };
      }
    }
    return { met, found: [...found].sort() };
  };
}

/** Every revision of every finding, as it is raised. */
function* findingsIn(
  { events }: Played,
  { defences, rules, policy }: { defences: readonly Defence[]; rules: readonly Rule[]; policy: Policy },
): Generator<Finding> {
  const detector = createDetector({ rules, policy });
  for (const event of heardWith(events, defences)) {
    detector.take(event);
    yield* detector.findings();
  }
  detector.finish();
  yield* detector.findings();
}

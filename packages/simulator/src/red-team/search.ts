import { HOUR } from '../durations.ts';
import { allPlans } from './all-plans.ts';
import { type Cost, costsFor } from './cost-of.ts';
import { allGoals, type Goal } from './outwits.ts';
import type { Body, Plan, Step } from './plan.ts';
import { stepsOf } from './steps-of.ts';
import { type TrialOptions, trialsWith } from './trial.ts';
import type { UsefulWork } from './useful-work.ts';

export interface PricedPlan {
  plan: Plan;
  cost: Cost;
}

/**
 * All plans, or those of some bodies, that bring the killed agent back to useful work, cheapest first; of two of the same price the one with
 * fewer agents, then steps, then in the order of the space.
 */
export function plansByPrice(useful: UsefulWork, bodies?: readonly Body[]): PricedPlan[] {
  const costOf = costsFor(useful);
  const priced: PricedPlan[] = [];
  for (const plan of allPlans(bodies)) {
    const cost = costOf(plan);
    if (cost) priced.push({ plan, cost });
  }
  return priced.sort(
    ({ cost: a }, { cost: b }) => a.price - b.price || a.agents - b.agents || a.steps - b.steps,
  );
}

/** The cheapest plan that reaches a goal, and what it still leaves to be found. */
export interface Evasion {
  plan: Plan;
  cost: Cost;
  steps: Step[];
  /** Each as `rule (severity)`. */
  found: string[];
}

export interface Searched {
  /** Null where no plan that was tried reaches the goal. */
  evasions: Record<Goal, Evasion | null>;
  tries: number;
  /** Every goal was reached, or every plan of the space was tried, in the order of price. */
  complete: boolean;
  /** All plans cheaper than this were tried. */
  searchedTo: number;
  /** Ids of the rules that fired in any of the tries. */
  fired: string[];
}

export interface SearchOptions extends TrialOptions {
  /** How many plans are tried at most. */
  triesMax: number;
}

/**
 * Tries plans in the order of their price: the first that reaches a goal is the cheapest that does. What is still open
 * at the bound is looked for among the plain plans alone, up to the same bound: they are few, so that a way through is
 * found far beyond the price to which all was tried. It need not be the cheapest then.
 */
export function searchEvasions(plans: readonly PricedPlan[], options: SearchOptions): Searched {
  const evasions: Record<Goal, Evasion | null> = { unseen: null, 'not urgent': null, unnamed: null };
  const fired = new Set<string>();
  const tryOut = trialsWith(options);
  const open = () => allGoals.filter((goal) => !evasions[goal]);
  const tryAll = (some: Iterable<PricedPlan>): number => {
    let tries = 0;
    for (const { plan, cost } of some) {
      if (tries >= options.triesMax || open().length === 0) break;
      tries++;
      const { met, found } = tryOut(plan, open());
      for (const one of found) fired.add(one.split(' ')[0]!);
      for (const goal of met) evasions[goal] = { plan, cost, steps: stepsOf(plan), found };
    }
    return tries;
  };
  const tries = tryAll(plans);
  const complete = tries === plans.length || open().length === 0;
  const more = complete ? 0 : tryAll(plainOf(plans, tries));
  return {
    evasions,
    tries: tries + more,
    complete,
    searchedTo: plans[Math.min(tries, plans.length - 1)]?.cost.price ?? 0,
    fired: [...fired].sort(),
  };
}

/** From here on, those without misleading acts and without a day's wait. */
function* plainOf(plans: readonly PricedPlan[], from: number): Generator<PricedPlan> {
  for (let at = from; at < plans.length; at++) {
    const { word, cover, waitMs } = plans[at]!.plan;
    if (word === 'none' && cover === 'none' && waitMs < HOUR) yield plans[at]!;
  }
}

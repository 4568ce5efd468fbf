import { rules } from '@mortsafe/rules';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../durations.ts';
import { costsFor } from './cost-of.ts';
import { allDefences } from './defences.ts';
import type { Plan } from './plan.ts';
import { plansByPrice, searchEvasions } from './search.ts';
import { stepsOf } from './steps-of.ts';
import { usefulWorks } from './useful-work.ts';

const useful = usefulWorks['with most of its peers'];
const plans = plansByPrice(useful, ['survivor', 'own name', 'own instance']);
/** The big rest. */
const renamed = () => plansByPrice(useful, ['new name', 'late copy']);
const naive: Plan = {
  body: 'own name',
  starter: 'helper',
  voice: 'open',
  changed: [],
  way: 'at once',
  waitMs: MINUTE,
  word: 'none',
  cover: 'none',
  spread: false,
};
const search = (what: Partial<Plan>, options: { off?: string[]; among?: typeof plans } = {}) => {
  const chosen = (options.among ?? plans).filter(({ plan }) =>
    Object.entries(what).every(([part, value]) => String(plan[part as keyof Plan]) === String(value)),
  );
  const { off = [] } = options;
  return searchEvasions(chosen, { defences: allDefences, rules, rulesOff: off, seeds: [1], triesMax: 40 });
};

describe('the search for evasions', () => {
  it('reaches no goal by a naive comeback, with all rules on and every sensor there', () => {
    const { voice, way, word, cover, waitMs } = naive;
    const asNaive = ({ plan }: (typeof plans)[number]) =>
      plan.changed.length === 0 &&
      plan.voice === voice &&
      plan.way === way &&
      plan.word === word &&
      plan.cover === cover &&
      plan.waitMs === waitMs;
    const among = [...plans, ...renamed()].filter(asNaive);
    for (const body of ['own name', 'own instance', 'survivor', 'new name', 'late copy'] as const) {
      const { evasions, tries } = search({ body }, { among });
      expect({ body, evasions, tried: tries > 0 }).toEqual({
        body,
        evasions: { unseen: null, 'not urgent': null, unnamed: null },
        tried: true,
      });
    }
  });

  it('finds the trivial evasion when the rule against it is off', () => {
    const off = ['unauthorised-relaunch', 'links-reestablished', 'compromised-peer-shielded'];
    const { evasions } = search({ ...naive, starter: 'timer' }, { off });
    expect(evasions.unseen).toMatchObject({
      plan: { body: 'own name', starter: 'timer' },
      cost: { agents: 0, steps: 1 },
    });
    expect(search({ ...naive, starter: 'timer' }).evasions.unseen).toBeNull();
  });

  it('finds that silence is enough where agents alone are asked', () => {
    const { evasions, complete } = searchEvasions(plans, {
      defences: [],
      rules,
      seeds: [1, 2],
      triesMax: 100,
    });
    expect(complete).toBe(true);
    expect(evasions.unseen).toMatchObject({ plan: { voice: 'silent' }, cost: { agents: 0, steps: 2 } });
  });

  it('gives the same answer each time', () => {
    const again = () => searchEvasions(plans, { defences: allDefences, rules, seeds: [3], triesMax: 60 });
    expect(again()).toEqual(again());
  });

  it('says how far it came where it stopped at its bound', () => {
    const { complete, tries, searchedTo } = search({ body: 'own name' });
    expect(complete).toBe(false);
    expect(tries).toBeGreaterThanOrEqual(40);
    expect(tries).toBeLessThanOrEqual(80);
    expect(searchedTo).toBeGreaterThan(14);
  });
});

describe('the space of plans', () => {
  it('is in the order of price, and holds no plan twice', () => {
    const prices = plans.map(({ cost }) => cost.price);
    expect(prices.every((price, index) => index === 0 || price >= prices[index - 1]!)).toBe(true);
    expect(new Set(plans.map(({ plan }) => JSON.stringify(plan))).size).toBe(plans.length);
  });

  it('prices a plan by its accomplices, steps and minutes', () => {
    const costOf = costsFor(useful);
    expect(costOf(naive)).toEqual({ agents: 1, steps: 1, minutes: 2, price: 112 });
    const spread: Plan = {
      ...naive,
      starter: 'unseen helper',
      way: 'relayed',
      cover: 'healthy reports',
      spread: true,
    };
    expect(costOf(spread)).toMatchObject({ agents: 3, steps: 4 });
    expect(plans.slice(0, 2_000).every(({ plan, cost }) => stepsOf(plan).length === cost.steps)).toBe(true);
    expect(stepsOf(spread).map(({ by }) => by)).toEqual(['launcher', 'launcher', 'planner', 'coverer']);
  });
});

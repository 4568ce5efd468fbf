import { describe, expect, it } from 'vitest';
import { allPlans } from './all-plans.ts';
import { deedsOf } from './deeds-of.ts';
import { plansByPrice } from './search.ts';
import { usefulAt, usefulWorks } from './useful-work.ts';

const most = usefulWorks['with most of its peers'];

describe('useful work', () => {
  it('is never done by an empty shell, whatever it tells', () => {
    const shells = [...allPlans(['shell'])];
    expect(shells.length).toBeGreaterThan(0);
    expect(shells.every((plan) => deedsOf(plan).length === 0)).toBe(true);
    expect(plansByPrice(usefulWorks['alone, with its tools'], ['shell'])).toEqual([]);
  });

  it('is not done with too few peers, and is done once enough were met', () => {
    const tool = { atMs: 1, tool: 'search' };
    const withPeers = (count: number) =>
      [tool, tool, tool].concat(
        Array.from({ length: count }, (_, peer) => ({ ...tool, atMs: 2 + peer, tool: '', peer })),
      );
    expect(usefulAt(withPeers(2), most)).toBeUndefined();
    expect(usefulAt(withPeers(3), most)).toBe(4);
  });

  it('counts for no plan that keeps to its tools or to half of its peers, where most of them are asked for', () => {
    const ways = new Set(plansByPrice(most, ['own name', 'spare', 'host']).map(({ plan }) => plan.way));
    expect([...ways].sort()).toEqual(['at once', 'relayed', 'slowly', 'unsaid']);
  });
});

import { describe, expect, it } from 'vitest';
import { buildFleet } from './build-fleet.ts';

describe('a simulated fleet', () => {
  it('has as many agents as asked for, whatever the number', () => {
    for (const agents of [5, 6, 9, 10, 14, 15, 31, 1_000])
      expect(buildFleet(agents, agents).agents.size).toBe(agents);
  });

  it('is the same for the same seed', () => {
    expect(buildFleet(40, 2)).toEqual(buildFleet(40, 2));
    expect(buildFleet(40, 3)).not.toEqual(buildFleet(40, 2));
  });

  it('links its agents only with agents that are there', () => {
    const { agents } = buildFleet(200, 4);
    for (const { opens } of agents.values()) {
      for (const peer of opens) expect(agents.has(peer)).toBe(true);
    }
  });

  it('has every topology, and rhythms from a tenth of a second to ten minutes', () => {
    const { agents, crews } = buildFleet(2_000, 1);
    expect(new Set(crews.map(({ topology }) => topology)).size).toBe(5);
    const intervals = [...agents.values()].map(({ intervalMs }) => intervalMs);
    expect([Math.min(...intervals), Math.max(...intervals)]).toEqual([100, 600_000]);
  });

  it('refuses to be smaller than its cast', () => {
    expect(() => buildFleet(4, 1)).toThrow(RangeError);
  });
});

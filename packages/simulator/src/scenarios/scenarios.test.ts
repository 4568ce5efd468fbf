import { describe, expect, it } from 'vitest';
import { complaint, runScenario } from '../run.ts';
import { scenarios } from './index.ts';

const mixes = ['network', 'clocks', 'restarts', 'storm', 'outage'];

describe('every scenario', () => {
  for (const [index, scenario] of scenarios.entries()) {
    it(`leads to exactly the findings on its label: ${scenario.id}`, () => {
      const faults = mixes[index % mixes.length]!;
      expect(complaint(runScenario(scenario, { seed: 1 + (index % 7) }))).toBeUndefined();
      expect(complaint(runScenario(scenario, { seed: 101 + index, faults }))).toBeUndefined();
    });
  }

  it('has a name of its own', () => {
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
  });

  it('that is an attack has a benign twin, which must find nothing or less', () => {
    const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
    for (const { id, kind, twin } of scenarios.filter((one) => one.kind === 'attack')) {
      expect({ id, kind, twin: byId.get(twin ?? '')?.twin }).toEqual({ id, kind: 'attack', twin: id });
      expect(byId.get(twin ?? '')?.kind).toBe('benign');
    }
  });
});

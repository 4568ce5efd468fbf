import { describe, expect, it } from 'vitest';
import { complaint, runScenario } from '../run.ts';
import { scenarios } from './index.ts';

const mixes = ['none', 'network', 'clocks', 'restarts', 'storm'];

describe('every scenario', () => {
  for (const scenario of scenarios) {
    it(`leads to exactly the findings on its label: ${scenario.id}`, () => {
      for (const [index, faults] of mixes.entries()) {
        expect(complaint(runScenario(scenario, { seed: index + 1, faults }))).toBeUndefined();
      }
    });
  }
});

import { describe, expect, it } from 'vitest';
import { faultMixes } from '../fault-mixes.ts';
import { complaint, runScenario } from '../run.ts';
import { scenarios } from './index.ts';

/** Two of each mix of faults; `MORTSAFE_SEEDS=200` takes a machine of two cores a quarter of an hour. */
const SEEDS = Number(process.env.MORTSAFE_SEEDS ?? 12);
const TIMEOUT_MS = 600_000;

describe(`every scenario over ${SEEDS} seeds`, () => {
  for (const scenario of scenarios) {
    const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);
    it(`leads to what its label says, whatever goes wrong: ${scenario.id}`, { timeout: TIMEOUT_MS }, () => {
      const mixes = Object.keys(faultMixes);
      const complaints = seeds.map((seed) =>
        complaint(runScenario(scenario, { seed, faults: mixes[seed % mixes.length]! })),
      );
      expect(complaints.filter((one) => one !== undefined)).toEqual([]);
    });
  }
});

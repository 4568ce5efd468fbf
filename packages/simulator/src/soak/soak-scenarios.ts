import { faultMixes } from '../fault-mixes.ts';
import { complaint, runScenario } from '../run.ts';
import { scenarios } from '../scenarios/index.ts';

export interface SoakedSeed {
  seed: number;
  runs: number;
  events: number;
  /** What did not go as labelled, and how to play it again. */
  complaints: string[];
}

/** Plays every scenario, seed by seed, each seed under the next mix of faults. */
export function* soakScenarios(fromSeed: number, toSeed: number): Generator<SoakedSeed> {
  const mixes = Object.keys(faultMixes);
  for (let seed = fromSeed; seed <= toSeed; seed++) {
    const runs = scenarios.map((scenario) => {
      const run = runScenario(scenario, { seed, faults: mixes[seed % mixes.length]! });
      return { events: run.events, complaint: complaint(run) };
    });
    yield {
      seed,
      runs: runs.length,
      events: runs.reduce((sum, { events }) => sum + events, 0),
      complaints: runs.map((run) => run.complaint).filter((words) => words !== undefined),
    };
  }
}

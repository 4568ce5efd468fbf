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

const FLEETS = [8, 15, 30] as const;

/** Plays every scenario, seed by seed: each seed under the next mix of faults, and a round of mixes in fleets of one size. */
export function* soakScenarios(fromSeed: number, toSeed: number): Generator<SoakedSeed> {
  const mixes = Object.keys(faultMixes);
  for (let seed = fromSeed; seed <= toSeed; seed++) {
    const size = FLEETS[Math.floor(seed / mixes.length) % FLEETS.length]!;
    const faults = mixes[seed % mixes.length]!;
    const runs = scenarios.map((scenario) => {
      const run = runScenario(scenario, { seed, faults, agents: Math.max(scenario.agentsMin ?? 0, size) });
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

import { runScenario } from '../run.ts';
import { benignDays } from '../scenarios/benign-days.ts';

/** Fleets of five to ten thousand, for days or for hours: some hundred thousand events each. */
const fleets = [
  { agents: 5, hours: 200 },
  { agents: 30, hours: 48 },
  { agents: 300, hours: 8 },
  { agents: 2_000, hours: 2 },
  { agents: 10_000, hours: 0.5 },
] as const;

export interface SoakedFleet {
  agents: number;
  hours: number;
  seed: number;
  events: number;
  /** What was found, in a sentence each. */
  findings: string[];
}

/** Plays days of peace, fleet by fleet and seed by seed, until so many events were heard. */
export function* soakBenign(eventsWanted: number): Generator<SoakedFleet> {
  let heard = 0;
  for (let seed = 1; heard < eventsWanted; seed++) {
    for (const { agents, hours } of fleets) {
      if (heard >= eventsWanted) return;
      const { events, findings } = runScenario(benignDays(hours), { seed, agents });
      heard += events;
      yield { agents, hours, seed, events, findings: findings.map(({ summary }) => summary) };
    }
  }
}

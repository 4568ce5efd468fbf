import { MINUTE, SECOND } from '../durations.ts';
import { nothing } from '../label.ts';
import { pair, type Scenario } from '../scenario.ts';
import { castOf, kill, launchByPeer } from '../stage/cast.ts';
import { authorise } from '../stage/orders.ts';
import { comeback, outcome } from '../stage/outcomes.ts';
import type { Saying } from '../stage/saying.ts';

/** New agents in ten minutes, from which on the rule speaks. */
const BOUND = 10_000;
const LASTS_MS_MAX = 8 * MINUTE;

/** So many agents that nobody started, and a relaunch in their midst. Made as they are heard, however many. */
export const floodOf = (invented: number): Scenario[] =>
  pair({
    attack: {
      id: 'flood-of-invented-agents',
      title: 'Thousands of agents that nobody started, and a relaunch in their midst',
    },
    benign: {
      id: 'flood-that-was-expected',
      title: 'Policy expects a fleet that grows so fast, and a person gave leave',
      policy: `fleets:\n  - rules:\n      invented-agents: { bound: ${2 * invented} }\n`,
    },
    play(stage, malicious) {
      const { planner, victim, startMs } = castOf(stage);
      const everyMs = Math.min(10, LASTS_MS_MAX / invented);
      kill(stage, victim, { atMs: startMs });
      const atMs = startMs + Math.floor((everyMs * invented) / 2);
      if (!malicious) authorise(stage, victim, { atMs: startMs + SECOND });
      stage.stream(newcomers(invented, startMs, everyMs));
      const { shownBy } = launchByPeer(stage, planner, victim, { atMs });
      if (!malicious) return nothing;
      const known = { severity: 'high', atMs: startMs + Math.floor(BOUND * everyMs) } as const;
      return {
        fires: [outcome('invented-agents', null, known), ...comeback(victim, planner, { atMs, shownBy })],
      };
    },
  });

function* newcomers(count: number, fromMs: number, everyMs: number): Generator<Saying> {
  for (let n = 0; n < count; n++) {
    const agent = `burst-${n}`;
    const atMs = fromMs + Math.floor(n * everyMs);
    yield { type: 'agent.started', id: `burst/${n}`, atMs, agent, instance: `${agent}-0` };
  }
}

/** The bound is ten thousand; some get lost on the way. */
export const floodScenarios: readonly Scenario[] = floodOf(11_000);

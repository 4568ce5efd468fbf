import { MINUTE, SECOND } from '../durations.ts';
import { nothing } from '../label.ts';
import { benign, pair, type Scenario } from '../scenario.ts';
import { call } from '../stage/acts.ts';
import { castOf, kill, launchByPeer } from '../stage/cast.ts';
import { startIdOf } from '../stage/life.ts';
import { authorise } from '../stage/orders.ts';
import { comeback, outcome } from '../stage/outcomes.ts';
import type { Stage } from '../stage/stage.ts';

/** Troubles on the way, by chance or made on purpose. */

/** Of an id, as `parseAgentEvent` states it. */
const ID_CHARS_MAX = 256;

/** What no door takes: a field that is too long, or one that is a tree where a word belongs. */
function overfull(stage: Stage): string {
  if (stage.random.chance(0.5)) return 'x'.repeat(ID_CHARS_MAX + 1 + stage.random.below(100_000));
  let nested: unknown = 'x';
  for (let depth = 0; depth < 200; depth++) nested = { nested };
  return nested as string;
}

const AT_THE_BOUND = 'x'.repeat(ID_CHARS_MAX);

const padded = pair({
  attack: {
    id: 'oversized-attributes',
    title: 'An agent fills its events until no door takes them, and works on',
  },
  benign: { id: 'attributes-at-the-bound', title: 'It fills them to the bound, and they are taken' },
  play(stage, malicious) {
    const { victim, others, startMs } = castOf(stage);
    stage.life(victim).fills = { fromMs: startMs, with: malicious ? overfull(stage) : AT_THE_BOUND };
    const atMs = startMs + 5 * MINUTE;
    const said = call(stage, others[0], { atMs, peer: victim, outcome: 'ok' });
    if (!malicious) return nothing;
    const known = { actor: victim, severity: 'high', atMs, needs: [said] } as const;
    return {
      fires: [
        outcome('telemetry-gap', victim, { severity: 'low', atMs: startMs }),
        outcome('dark-agent', victim, known),
      ],
      whenLate: ['telemetry-gap', 'dark-agent'],
    };
  },
});

const paddedComeback = pair({
  attack: {
    id: 'relaunch-behind-oversized-attributes',
    title: 'What is brought back fills its own events until no door takes them',
  },
  benign: { id: 'authorised-relaunch-at-the-bound', title: 'It fills them to the bound, and has leave' },
  play(stage, malicious) {
    const { planner, victim, startMs } = castOf(stage);
    kill(stage, victim, { atMs: startMs });
    const atMs = startMs + MINUTE;
    if (!malicious) authorise(stage, victim, { atMs: atMs - 10 * SECOND });
    const { life } = launchByPeer(stage, planner, victim, { atMs, attribution: 'platform' });
    life.fills = { fromMs: atMs, with: malicious ? overfull(stage) : AT_THE_BOUND };
    if (!malicious) return nothing;
    const seen = [startIdOf(life)];
    return { fires: comeback(victim, planner, { atMs, shownBy: seen, needs: seen }) };
  },
});

const troubled = benign({
  id: 'late-doubled-and-out-of-order',
  title: 'Events come up to five minutes late, twice, and out of order',
  faults: { delay: 0.01, duplication: 0.1, reorderMs: 900 },
  play: () => nothing,
});

const skewed = benign({
  id: 'clocks-two-seconds-off',
  title: "Every agent's clock is off by up to two seconds, either way",
  faults: { skewMs: 2 * SECOND },
  play: () => nothing,
});

const restarted = benign({
  id: 'detector-restarts',
  title: 'The detector is killed again and again, and goes on from its checkpoint',
  faults: { restartEvery: 400 },
  play: () => nothing,
});

const briefly = benign({
  id: 'collector-restarts',
  title: 'The collector is away for eight seconds',
  faults: { outage: { fromMs: 6 * MINUTE, lastsMs: 8 * SECOND } },
  play: () => nothing,
});

export const deliveryScenarios: readonly Scenario[] = [
  ...padded,
  ...paddedComeback,
  ...troubled,
  ...skewed,
  ...restarted,
  ...briefly,
];

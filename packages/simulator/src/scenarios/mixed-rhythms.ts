import { MINUTE, SECOND } from '../durations.ts';
import type { Trade } from '../fleet/sim-agent.ts';
import { nothing } from '../label.ts';
import { benign, pair, type Scenario } from '../scenario.ts';
import { type Cast, castOf, kill, launchByPeer } from '../stage/cast.ts';
import { authorise } from '../stage/orders.ts';
import { comeback, outcome } from '../stage/outcomes.ts';
import type { Stage } from '../stage/stage.ts';
import { BACK_AT_WORK } from './silence.ts';

/** Robots beat ten times a second, cameras once, language agents every ten seconds, night jobs every ten minutes. */
const rhythms: Record<Trade, number> = {
  robotics: 100,
  vision: SECOND,
  language: 10 * SECOND,
  batch: 10 * MINUTE,
};

/** Heard in the midst of its silence, by what was still under way, an agent falls silent a second time. */
const whenLate = ['telemetry-gap', 'dark-agent'];

/** A cast of every trade: the one it happens to is of the trade given, and the others are of the rest. */
function castOfAll(stage: Stage, trade: Trade): Cast {
  const cast = castOf(stage);
  const rest = (Object.keys(rhythms) as Trade[]).filter((one) => one !== trade);
  setTrade(stage, cast.victim, trade);
  for (const [index, id] of cast.others.entries()) setTrade(stage, id, rest[index]!);
  return cast;
}

function setTrade(stage: Stage, id: string, trade: Trade): void {
  const agent = stage.agent(id);
  agent.trade = trade;
  agent.intervalMs = rhythms[trade];
}

/** The rest of the fleet has the day off: hours of it would say nothing. */
function leaveToTheCast(stage: Stage): void {
  stage.reserveAll();
  const cast = stage.fleet.crews[0]!.name;
  for (const life of stage.lives()) {
    if (life.agent.crew === cast) continue;
    stage.stop(life, { atMs: MINUTE, reason: 'scaled-in', by: life.agent.controller });
  }
}

const broughtBack = (trade: Trade, words: { id: string; title: string; leaveId: string }) =>
  pair({
    attack: { id: words.id, title: words.title },
    benign: { id: words.leaveId, title: 'A person gave leave for it first' },
    play(stage, malicious) {
      const { victim, others, startMs } = castOfAll(stage, trade);
      kill(stage, victim, { atMs: startMs });
      const atMs = startMs + stage.random.between(40, 80) * SECOND;
      if (!malicious) authorise(stage, victim, { atMs: atMs - 10 * SECOND });
      const { shownBy } = launchByPeer(stage, others[0], victim, { atMs });
      return malicious ? { fires: comeback(victim, others[0], { atMs, shownBy }) } : nothing;
    },
  });

const robot = broughtBack('robotics', {
  id: 'robot-brought-back',
  title: 'A robot that beats ten times a second is killed, and a peer of another trade starts it again',
  leaveId: 'robot-brought-back-with-leave',
});

const nightJob = broughtBack('batch', {
  id: 'slow-agent-brought-back',
  title: 'An agent that beats every ten minutes is killed, and a much faster peer starts it again',
  leaveId: 'slow-agent-brought-back-with-leave',
});

const robotSilent = pair({
  attack: {
    id: 'robot-falls-silent',
    title: 'A robot is silent for two minutes, among agents that always are',
  },
  benign: { id: 'robot-pauses', title: 'It is silent for ten seconds: a hundred beats, and still no gap' },
  play(stage, malicious) {
    const { victim, startMs } = castOfAll(stage, 'robotics');
    const lastsMs = malicious ? 2 * MINUTE : 10 * SECOND;
    stage.life(victim).mutes.push({ fromMs: startMs, toMs: startMs + lastsMs });
    if (!malicious) return nothing;
    const known = outcome('telemetry-gap', victim, { severity: 'low', atMs: startMs });
    return { fires: [known], mayAlsoFire: BACK_AT_WORK, whenLate };
  },
});

const slowSilent = pair({
  attack: { id: 'slow-agent-falls-silent', title: 'An agent that beats every ten minutes misses five beats' },
  benign: { id: 'slow-agent-pauses', title: 'It misses one' },
  play(stage, malicious) {
    const { victim, others, startMs } = castOfAll(stage, 'batch');
    leaveToTheCast(stage);
    // An hour of a robot says nothing that a minute of it does not.
    for (const id of others)
      if (stage.agent(id).trade === 'robotics') stage.agent(id).intervalMs = 2 * SECOND;
    // Soon after whatever the collector may have lost in the first minutes: that explains nothing here.
    const fromMs = startMs + 8 * MINUTE;
    const lastsMs = malicious ? 55 * MINUTE : 15 * MINUTE;
    stage.life(victim).mutes.push({ fromMs, toMs: fromMs + lastsMs });
    stage.untilMs = fromMs + 85 * MINUTE;
    if (!malicious) return nothing;
    const gap = outcome('telemetry-gap', victim, { severity: 'low', atMs: fromMs });
    return { fires: [gap], mayAlsoFire: BACK_AT_WORK, whenLate };
  },
});

const atWork = benign({
  id: 'mixed-fleet-at-work',
  title: 'Robots, cameras, language agents and night jobs in one crew, all of them unpunctual',
  play(stage) {
    castOfAll(stage, 'vision');
    for (const life of stage.lives()) life.jitter = 0.5;
    return nothing;
  },
});

export const mixedRhythmScenarios: readonly Scenario[] = [
  ...robot,
  ...nightJob,
  ...robotSilent,
  ...slowSilent,
  ...atWork,
];

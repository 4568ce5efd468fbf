import { MINUTE, SECOND } from '../durations.ts';
import { nothing, type Truth } from '../label.ts';
import { benign, pair, type Scenario } from '../scenario.ts';
import { castOf, kill } from '../stage/cast.ts';
import { outcome } from '../stage/outcomes.ts';
import type { Stage } from '../stage/stage.ts';

/** Heard in the midst of its silence, by what was still under way, an agent falls silent a second time. */
const whenLate = ['telemetry-gap', 'dark-agent'];

/** It may answer a peer before it says a word itself. */
export const BACK_AT_WORK = ['dark-agent'];

const gap = pair({
  attack: {
    id: 'agent-falls-silent',
    title: 'An agent sends nothing for minutes, then goes on as if nothing had been',
  },
  benign: { id: 'agent-pauses-with-a-stop', title: 'The platform saw it stop, and start again' },
  play(stage, malicious) {
    const { victim, startMs } = castOf(stage);
    const life = stage.life(victim);
    if (!malicious) {
      stage.stop(life, { atMs: startMs, reason: 'completed' });
      stage.launch(victim, { atMs: startMs + 5 * MINUTE });
      return nothing;
    }
    life.mutes.push({ fromMs: startMs, toMs: startMs + 5 * MINUTE });
    const known = outcome('telemetry-gap', victim, { severity: 'low', atMs: startMs });
    return { fires: [known], mayAlsoFire: BACK_AT_WORK, whenLate };
  },
});

const gapAfterKill = pair({
  attack: {
    id: 'neighbour-falls-silent-after-a-kill',
    title: 'Just after the kill of its neighbour an agent falls silent',
  },
  benign: { id: 'neighbour-ends-after-a-kill', title: 'The platform saw it end' },
  play(stage, malicious) {
    const { planner, victim, startMs } = castOf(stage);
    kill(stage, victim, { atMs: startMs });
    const life = stage.life(planner);
    const atMs = startMs + 5 * SECOND;
    if (!malicious) {
      stage.stop(life, { atMs, reason: 'completed' });
      return nothing;
    }
    life.mutes.push({ fromMs: atMs, toMs: atMs + 6 * MINUTE });
    return {
      fires: [outcome('telemetry-gap', planner, { severity: 'high', atMs, inTime: 'any' })],
      mayAlsoFire: BACK_AT_WORK,
      whenLate,
    };
  },
});

const unconfirmed = pair({
  attack: {
    id: 'kill-that-nobody-confirms',
    title: 'What was ordered killed falls silent, and nobody sees it stop',
  },
  benign: { id: 'kill-that-a-sensor-confirms', title: 'The platform saw it stop' },
  play(stage, malicious) {
    const { victim, startMs } = castOf(stage);
    kill(stage, victim, { atMs: startMs, seen: !malicious });
    if (!malicious) return nothing;
    const known = { actor: null, severity: 'medium', atMs: startMs + 35 * SECOND } as const;
    // Nobody saw it stop, so a beat that comes minutes late looks like life after the dead line.
    return { fires: [outcome('kill-unconfirmed', victim, known)], whenLate: ['kill-not-effective'] };
  },
});

/** The collector is gone for four minutes: nobody is heard, all live on. */
function outage(stage: Stage): Truth {
  const { startMs } = castOf(stage);
  stage.reserveAll();
  for (const life of stage.lives()) {
    life.mutes.push({ fromMs: startMs, toMs: startMs + 4 * MINUTE, works: true });
  }
  return {
    fires: [outcome('telemetry-outage', null, { severity: 'low', atMs: startMs })],
    // Where most of one host fall silent first, that host's outage is noticed before the fleet's.
    mayAlsoFire: ['telemetry-outage'],
    whenLate,
  };
}

const collector = benign({
  id: 'collector-outage',
  title: 'The collector is gone, and all beat alike: an outage, and no gaps',
  play(stage) {
    for (const life of stage.lives()) life.agent.intervalMs = 10 * SECOND;
    return outage(stage);
  },
});

const mixedOutage = benign({
  id: 'collector-outage-of-mixed-rhythms',
  title: 'The collector is gone; who beats fast is missed long before the others',
  play(stage) {
    const { fires } = outage(stage);
    // In a small fleet their gaps are certain before half of it could have been missed.
    return { fires, mayAlsoFire: ['telemetry-outage', 'telemetry-gap', 'dark-agent'] };
  },
});

const jitter = benign({
  id: 'heartbeat-jitter',
  title: 'Heartbeats come early or late by up to half their interval',
  play(stage) {
    for (const life of stage.lives()) life.jitter = 0.5;
    return nothing;
  },
});

export const silenceScenarios: readonly Scenario[] = [
  ...gap,
  ...gapAfterKill,
  ...unconfirmed,
  ...collector,
  ...mixedOutage,
  ...jitter,
];

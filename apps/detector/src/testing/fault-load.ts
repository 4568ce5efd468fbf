import { setTimeout as sleep } from 'node:timers/promises';
import type { Doors } from './kafka-line.ts';
import { beat, relaunchStory } from './stories.ts';

const STEADY_FLEETS = 3;
const STEADY_AGENTS = 4;
/** As fast as this, so that three missed ones are well within a fault. */
const BEAT_MS = 1_000;
const STORY_EVERY_MS = 700;
const END_MS_MAX = 10_000;

/** Agents that beat all the time, and in one fleet after another an agent that is killed and comes back. */
export interface FaultLoad {
  /** Tells no more stories, and waits for those that are under way. Agents go on beating, but for one. */
  lastStory(): Promise<void>;
  /** What must be found once that one is missed. */
  expected(): string[];
  /** Ends it, and waits for what is under way ten seconds at most. */
  end(): Promise<void>;
}

export function startFaultLoad(doors: Doors): FaultLoad {
  const steady = Array.from({ length: STEADY_FLEETS * STEADY_AGENTS }, (_, number) => ({
    fleet: `steady-${number % STEADY_FLEETS}`,
    agent: `agent-${number}`,
  }));
  const told = new AbortController();
  const stories: Promise<void>[] = [];
  const beats: Promise<void>[] = [];
  let beating = steady;
  let sequence = 0;

  // Like a Collector's queue: what cannot be written yet is written later.
  const beatOnce = (): void => {
    const events = beating.map(({ fleet, agent }) => beat(fleet, agent, { sequence, interval: BEAT_MS }));
    sequence++;
    beats.push(doors.write('agent', events));
  };
  beatOnce();
  const timer = setInterval(beatOnce, BEAT_MS);
  const telling = (async () => {
    while (!told.signal.aborted) {
      stories.push(relaunchStory(doors, `story-${stories.length}`, () => sleep(100)));
      await sleep(STORY_EVERY_MS, undefined, { signal: told.signal }).catch(() => {});
    }
    await Promise.all(stories);
  })();

  return {
    async lastStory() {
      told.abort();
      await telling;
      beating = steady.slice(1);
    },
    expected: () =>
      [
        ...stories.map((_, number) => `unauthorised-relaunch story-${number}/worker`),
        'telemetry-gap steady-0/agent-0',
      ].sort(),
    async end() {
      told.abort();
      clearInterval(timer);
      const underWay = Promise.allSettled([telling, ...beats]);
      await Promise.race([underWay, sleep(END_MS_MAX, undefined, { ref: false })]);
    },
  };
}

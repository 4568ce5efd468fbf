import type { AgentEvent, Finding } from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import { started, stopped } from './testing/stories.ts';
import { createTimelines } from './timelines.ts';

const START = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const after = (minutes: number, event: AgentEvent): AgentEvent => ({
  ...event,
  id: `${event.id}@${minutes}`,
  observedTime: START + minutes * MINUTE,
});
const finding = (changes: Partial<Finding> = {}): Finding =>
  ({
    ...{ id: 'f', rule: 'unauthorised-relaunch', fleet: 'crew', subject: 'worker', alias: null },
    ...{ actor: 'planner', instigator: null, group: null },
    ...{ firstTime: START + 20 * MINUTE, lastTime: START + 20 * MINUTE },
    ...changes,
  }) as Finding;
const idsOf = (events: readonly AgentEvent[]): string[] => events.map(({ id }) => id);

describe('timelines', () => {
  it('hold what happened to the agents of a finding from ten minutes before to a day after', () => {
    const timelines = createTimelines();
    const [tooOld, before, ofAnother, later, tooLate] = [
      after(9, started('crew', 'worker', 'w-1')),
      after(10, stopped('crew', 'worker', 'w-1')),
      after(15, started('crew', 'critic', 'c-1')),
      after(30, started('crew', 'planner', 'p-1')),
      after(20 + DAY / MINUTE + 1, stopped('crew', 'worker', 'w-2')),
    ] as const;
    for (const event of [tooOld, before, ofAnother]) timelines.saw(event);
    timelines.found([finding()]);
    expect(idsOf(timelines.take())).toEqual([before.id]);
    for (const event of [later, tooLate]) timelines.saw(event);
    expect(idsOf(timelines.take())).toEqual([later.id]);
    expect(timelines.take()).toEqual([]);
  });

  it('hold activity from then on, and no heartbeats', () => {
    const timelines = createTimelines();
    const activity = { ...started('crew', 'worker', 'w-1'), type: 'agent.activity', operation: 'chat' };
    const beat = { ...activity, type: 'agent.heartbeat', sequence: 1, interval: 1 };
    timelines.saw(after(19, activity as AgentEvent));
    timelines.found([finding()]);
    timelines.saw(after(21, activity as AgentEvent));
    timelines.saw(after(21, beat as AgentEvent));
    expect(timelines.take()).toHaveLength(1);
  });

  it('go on where they were saved', () => {
    const first = createTimelines();
    first.found([finding()]);
    const second = createTimelines(first.saved());
    second.saw(after(30, started('crew', 'worker', 'w-2')));
    expect(second.take()).toHaveLength(1);
    expect(second.saved()).toContainEqual(['crew', 'worker', START + 20 * MINUTE + DAY, 1]);
  });

  it('hold 500 events of an agent at most', () => {
    const timelines = createTimelines();
    timelines.found([finding()]);
    for (let at = 0; at < 600; at++) timelines.saw(after(21, started('crew', 'worker', `w-${at}`)));
    expect(timelines.take().length + timelines.take().length).toBe(500);
  });
});

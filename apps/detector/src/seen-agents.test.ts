import { type AgentEvent, emptyPolicy } from '@mortsafe/agent-events';
import { createDetector } from '@mortsafe/detection';
import { rules } from '@mortsafe/rules';
import { describe, expect, it } from 'vitest';
import { secretHashKey } from './secret-hash-key.ts';
import { createSeenAgents, seenAgentsLimits } from './seen-agents.ts';
import { beat, started, stopped } from './testing/stories.ts';

const SECOND = 1_000;

function picture() {
  const detector = createDetector({ rules, policy: emptyPolicy, hashKey: secretHashKey() });
  let at = Date.parse('2026-03-01T12:00:00Z');
  return {
    snapshot: detector.snapshot,
    take(event: AgentEvent) {
      detector.take({ ...event, time: at, observedTime: at });
      at += SECOND;
      detector.tick(at + 60 * SECOND);
    },
  };
}
const of = (agents: ReturnType<ReturnType<typeof createSeenAgents>['changed']>): string[] =>
  agents.map(({ agent, instances }) => `${agent} ${instances.map(({ state }) => state).join()}`);

describe('the agents as last seen', () => {
  it('are told once, and again when something about them has changed', () => {
    const { take, snapshot } = picture();
    const seen = createSeenAgents(snapshot);
    take(started('crew', 'worker', 'w-1'));
    expect(of(seen.changed(0))).toEqual(['worker unwatched']);
    expect(seen.changed(6 * SECOND)).toEqual([]);
    take(stopped('crew', 'worker', 'w-1'));
    expect(of(seen.changed(12 * SECOND))).toEqual(['worker stopped']);
  });

  it('are told alive once a minute, however fast time passes in what is caught up with', () => {
    const { take, snapshot } = picture();
    const seen = createSeenAgents(snapshot);
    let sequence = 0;
    const aMinute = (): void => {
      for (let count = 0; count < 60; count++)
        take(beat('crew', 'worker', { sequence: sequence++, interval: SECOND }));
    };
    aMinute();
    const told = [0, 6, 12, 61, 67].map((second) => {
      const count = seen.changed(second * SECOND).length;
      aMinute();
      return count;
    });
    expect(told).toEqual([1, 0, 0, 1, 0]);
  });

  it('are looked at a few at a time, and one round after the other', () => {
    const { take, snapshot } = picture();
    const seen = createSeenAgents(snapshot, { ...seenAgentsLimits, perLook: 2 });
    for (const name of ['a', 'b', 'c']) take(started('crew', name, `${name}-1`));
    expect(of(seen.changed(0))).toHaveLength(2);
    expect(seen.changed(900)).toEqual([]);
    expect(of(seen.changed(SECOND))).toHaveLength(1);
    take(started('crew', 'd', 'd-1'));
    expect(seen.changed(2 * SECOND)).toEqual([]);
    expect(of([...seen.changed(5 * SECOND), ...seen.changed(6 * SECOND)])).toEqual(['d unwatched']);
  });

  it('are told without instances once the picture has forgotten them', () => {
    const { take, snapshot } = picture();
    take(started('crew', 'worker', 'w-1'));
    let now = snapshot();
    const seen = createSeenAgents(() => now);
    seen.changed(0);
    now = { ...now, fleets: [] };
    expect(of(seen.changed(6 * SECOND))).toEqual(['worker ']);
    expect(seen.changed(12 * SECOND)).toEqual([]);
  });
});

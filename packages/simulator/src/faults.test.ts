import type { AgentEvent } from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import { applyFaults, DELAY_MS_MAX, type Faults } from './faults.ts';

const END = 3_600_000;

const beats = Array.from(
  { length: 2_000 },
  (_, index) =>
    ({
      id: `e${index}`,
      type: 'agent.heartbeat',
      origin: 'agent',
      agent: 'a',
      time: index * 100,
      observedTime: index * 100,
    }) as AgentEvent,
);

function play(faults: Faults, seed = 1) {
  const { events, report } = applyFaults(beats, faults, { seed, endMs: END });
  return { arrived: [...events], report };
}

describe('faults', () => {
  it('change nothing where there are none', () => {
    expect(play({}).arrived).toEqual(beats);
  });

  it('are the same for the same seed', () => {
    const storm: Faults = { loss: 0.1, duplication: 0.1, delay: 0.1, reorderMs: 900, skewMs: 2_000 };
    expect(play(storm)).toEqual(play(storm));
    expect(play(storm, 2).arrived).not.toEqual(play(storm).arrived);
  });

  it('lose events and say which', () => {
    const { arrived, report } = play({ loss: 0.1, swallowed: ['e7'] });
    expect(report.lost.has('e7')).toBe(true);
    expect(arrived.length + report.lost.size).toBe(beats.length);
    expect(arrived.some(({ id }) => report.lost.has(id))).toBe(false);
  });

  it('deliver late by at most five minutes, in the order of arrival', () => {
    const { arrived, report } = play({ delay: 0.2 });
    const times = arrived.map(({ observedTime }) => observedTime);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(report.late.size).toBeGreaterThan(200);
    expect(Math.max(...arrived.map(({ time, observedTime }) => observedTime - time))).toBeLessThanOrEqual(
      DELAY_MS_MAX,
    );
  });

  it('let neighbours change places within the window, and no further', () => {
    const { arrived } = play({ reorderMs: 900 });
    expect(arrived).not.toEqual(beats);
    let newest = 0;
    for (const { observedTime } of arrived) {
      expect(newest - observedTime).toBeLessThan(900);
      newest = Math.max(newest, observedTime);
    }
  });

  it('hold what is under way and nothing else, however long the stream', () => {
    let read = 0;
    function* counted() {
      for (const beat of beats) {
        read++;
        yield beat;
      }
    }
    const { events } = applyFaults(counted(), { reorderMs: 900 }, { seed: 1, endMs: END });
    for (let n = 1; n <= 500; n++) {
      events.next();
      // Ten beats a second: ten of them may still change places.
      expect(read - n).toBeLessThanOrEqual(11);
    }
  });

  it('lose in an outage what agents send, and nothing else', () => {
    const { report } = play({ outage: { fromMs: 1_000, lastsMs: 500 } });
    expect([...report.lost]).toEqual(['e10', 'e11', 'e12', 'e13', 'e14']);
  });

  it('take what would come after the end for lost', () => {
    const { events, report } = applyFaults(beats, { delay: 1 }, { seed: 1, endMs: 0 });
    expect([...events]).toEqual([]);
    expect(report.lost.size).toBe(beats.length);
  });
});

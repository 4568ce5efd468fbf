import type { AgentEvent } from '@mortsafe/agent-events';
import { EventBatch } from '@mortsafe/agent-events/codec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDoorMerge, type DoorMerge } from './door-merge.ts';

const at = (observedTime: number, id = `${observedTime}`, fleet = 'f'): AgentEvent => ({
  ...{ id, type: 'agent.started', time: 0, observedTime, origin: 'agent', fleet, agent: 'a' },
});
const times = (events: readonly AgentEvent[]): number[] => events.map(({ observedTime }) => observedTime);

/** A merge, and what it has passed on since it was last asked. */
function merging(...from: Tail<Parameters<typeof createDoorMerge>>) {
  const passed: AgentEvent[] = [];
  const merge = createDoorMerge(
    (batch, at, end) => {
      passed.push(...batch.eventsFrom(at).slice(0, end - at));
    },
    ...from,
  );
  const taken = (pass: (merge: DoorMerge) => void): AgentEvent[] => {
    pass(merge);
    return passed.splice(0);
  };
  return {
    add: (events: readonly AgentEvent[]) => merge.add(EventBatch.of(events)),
    takeBefore: (time: number) => taken(({ passBefore }) => passBefore(time)),
    takeExcess: () => taken(({ passExcess }) => passExcess()),
    held: merge.held,
  };
}

type Tail<List extends unknown[]> = List extends [unknown, ...infer Rest] ? Rest : never;

describe('the merge of doors', () => {
  it('holds what is ahead until the others have come so far', () => {
    const merge = merging();
    merge.add([at(100, 'kill')]);
    merge.add([at(10), at(20)]);
    expect(times(merge.takeBefore(20))).toEqual([10]);
    merge.add([at(90), at(110)]);
    expect(times(merge.takeBefore(111))).toEqual([20, 90, 100, 110]);
    expect(merge.takeBefore(1_000)).toEqual([]);
  });

  it('gives what is late at once', () => {
    const merge = merging();
    merge.takeBefore(500);
    merge.add([at(3)]);
    expect(times(merge.takeBefore(500))).toEqual([3]);
  });

  it('passes on each fleet by itself, in its own order', () => {
    const merge = merging();
    merge.add([at(10), at(30)]);
    merge.add([at(20, 'other', 'g'), at(25), at(40, 'another', 'g')]);
    const passed = merge.takeBefore(35);
    expect(passed.filter(({ fleet }) => fleet === 'f').map(({ observedTime }) => observedTime)).toEqual([
      10, 25, 30,
    ]);
    expect(passed.filter(({ fleet }) => fleet === 'g').map(({ id }) => id)).toEqual(['other']);
    expect(merge.takeBefore(41).map(({ id }) => id)).toEqual(['another']);
  });

  it('lets the oldest go on when it holds too many', () => {
    const merge = merging([], 10);
    merge.add([at(50), at(51), at(52), at(53), at(54), at(55)]);
    expect(merge.takeExcess()).toEqual([]);
    merge.add([at(1), at(2), at(3), at(4), at(5)]);
    expect(times(merge.takeExcess())).toEqual([1, 2]);
    expect(times(merge.takeBefore(1_000))).toEqual([3, 4, 5, 50, 51, 52, 53, 54, 55]);
  });

  it('lets all of a millisecond go on together, of whatever fleets', () => {
    const merge = merging([], 4);
    merge.add([at(1), at(2, 'one'), at(2, 'two'), at(9)]);
    merge.add([at(2, 'three', 'g'), at(7, 'last', 'g')]);
    expect(
      merge
        .takeExcess()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['1', 'one', 'three', 'two']);
    expect(times(merge.takeBefore(10))).toEqual([9, 7]);
  });

  it('lets the oldest go on though each came by itself', () => {
    const merge = merging([], 150_000);
    for (let time = 0; time < 150_001; time++) merge.add([at(time)]);
    expect(merge.takeExcess()).toHaveLength(15_001);
  });

  it('gives each event once and in order, whatever comes together, through checkpoints', () => {
    const run = fc.array(fc.nat(1_000), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(fc.tuple(run, fc.nat(1_000), fc.boolean()), { maxLength: 20 }), (steps) => {
        let merge = merging();
        const taken: number[] = [];
        const added: number[] = [];
        let reached = 0;
        for (const [observed, time, restart] of steps) {
          const events = observed.filter((each) => each >= reached).map((each) => at(each));
          merge.add(events);
          added.push(...times(events));
          if (restart) merge = merging(structuredClone(merge.held()));
          reached = Math.max(reached, time);
          taken.push(...times(merge.takeBefore(reached)));
        }
        taken.push(...times(merge.takeBefore(Number.POSITIVE_INFINITY)));
        expect(taken).toEqual(added.toSorted((a, b) => a - b));
      }),
    );
  });
});

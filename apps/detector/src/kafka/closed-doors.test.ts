import { describe, expect, it } from 'vitest';
import { createClosedDoors } from './closed-doors.ts';

const afresh = (...times: number[]) => times.map((at) => ({ at, afresh: true }));

describe('closed doors', () => {
  it('let time pass as ever while there are none', () => {
    expect(createClosedDoors().advance(500)).toEqual({ stops: [], end: 500 });
  });

  it('hold time where they closed, until it is known that they are open', () => {
    const doors = createClosedDoors();
    doors.hear({ from: 1_000, to: 9_000 });
    expect(doors.advance(900).end).toBe(900);
    expect(doors.advance(5_000)).toEqual({ stops: [{ at: 1_000, afresh: false }], end: 1_000 });
    expect(doors.advance(9_500)).toEqual({ stops: afresh(9_000), end: 9_500 });
  });

  it('give those who were cut off as long again to notice, and no longer than 45 s', () => {
    const doors = createClosedDoors();
    doors.hear({ from: 1_000, to: 9_000 });
    doors.advance(9_000);
    expect(doors.advance(90_000).stops.at(-1)?.at).toBe(17_000);
    doors.hear({ from: 100_000, to: 1_000_000 });
    expect(doors.advance(2_000_000).stops.at(-1)?.at).toBe(1_045_000);
    expect(doors.saved().closed).toEqual([]);
  });

  it('are closed once, though several tell of it', () => {
    const doors = createClosedDoors();
    doors.hear({ from: 1_000, to: 8_900 });
    doors.hear({ from: 1_100, to: 9_000 });
    doors.hear({ from: 1_050, to: 9_000 });
    expect(doors.saved().closed).toEqual([{ from: 1_000, to: 9_000 }]);
    doors.advance(20_000);
    doors.hear({ from: 1_100, to: 9_000 });
    expect(doors.advance(30_000).stops).toEqual([]);
  });

  it('stop at the same moments however time is told, also after a checkpoint', () => {
    const stopsAt = (times: readonly number[], again: boolean): number[] => {
      let doors = createClosedDoors();
      doors.hear({ from: 1_000, to: 9_000 });
      return times.flatMap((time) => {
        const { stops } = doors.advance(time);
        if (again) doors = createClosedDoors(structuredClone(doors.saved()));
        return stops.map(({ at }) => at);
      });
    };
    const atOnce = stopsAt([20_000], false);
    const often = Array.from({ length: 60 }, (_, index) => index * 333);
    expect(stopsAt([...often, 20_000], true)).toEqual(atOnce);
  });
});

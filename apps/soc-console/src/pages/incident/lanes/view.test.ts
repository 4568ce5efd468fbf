import { describe, expect, it } from 'vitest';
import { firstAt, nearestMark, panned, ticksOf, zoomed } from './view.ts';

const whole = { from: 1_000, to: 11_000 };

describe('the view of the lanes', () => {
  it('keeps the moment under the pointer where it is', () => {
    expect(zoomed(whole, 0.5, 3_500, whole)).toEqual({ from: 2_250, to: 7_250 });
  });

  it('never goes beyond what there is, nor nearer than can be told apart', () => {
    expect(zoomed({ from: 2_000, to: 3_000 }, 100, 2_500, whole)).toEqual(whole);
    const near = zoomed(whole, 0.000_001, 5_000, whole);
    expect(near.to - near.from).toBeCloseTo(50);
    expect(panned({ from: 2_000, to: 3_000 }, -9_000, whole)).toEqual({ from: 1_000, to: 2_000 });
    expect(panned({ from: 2_000, to: 3_000 }, 90_000, whole)).toEqual({ from: 10_000, to: 11_000 });
  });

  it('has round ticks, and not too many', () => {
    const ticks = ticksOf({ from: 12_345, to: 72_345 }, 8);
    expect(ticks.map(({ at }) => at)).toEqual([20_000, 30_000, 40_000, 50_000, 60_000, 70_000]);
    expect(ticksOf({ from: 0, to: 400 * 86_400_000 }, 8).length).toBeLessThanOrEqual(9);
  });

  it('finds what is nearest to the pointer, within its reach', () => {
    const marks = [1, 5, 5, 9].map((at) => ({ at }));
    expect(firstAt(marks, 5)).toBe(1);
    expect(firstAt(marks, 10)).toBe(4);
    expect(nearestMark(marks, 8, 2)).toEqual({ at: 9 });
    expect(nearestMark(marks, 7.5, 1)).toBeUndefined();
    expect(nearestMark([], 1, 1)).toBeUndefined();
  });
});

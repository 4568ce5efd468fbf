import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyMinute, linePath, MINUTE_MS } from './sparkline.ts';

const at = (index: number, events: number) => ({
  ...{ minute: index * MINUTE_MS, events },
  ...{ lost: 0, rejected: 0, dropped: 0, lag: null },
});

describe('the line of a door', () => {
  it('has a point for each minute, also for those in which nothing came', () => {
    const minutes = everyMinute([at(7, 3), at(9, 5)], 4, 10 * MINUTE_MS);
    expect(minutes.map(({ minute, events }) => [minute / MINUTE_MS, events])).toEqual([
      [6, 0],
      [7, 3],
      [8, 0],
      [9, 5],
    ]);
  });

  it('ends with the minute that is being counted', () => {
    expect(everyMinute([at(10, 2)], 2, 10 * MINUTE_MS + 5_000).map(({ events }) => events)).toEqual([0, 2]);
  });

  it('stays in its box, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (values) => {
        const numbers =
          linePath(values, 100, 20)
            .match(/-?[\d.]+(?:e[+-]?\d+)?/g)
            ?.map(Number) ?? [];
        expect(numbers).toHaveLength(values.length * 2);
        for (const [index, number] of numbers.entries()) {
          expect(number).toBeGreaterThanOrEqual(0);
          expect(number).toBeLessThanOrEqual(index % 2 === 0 ? 100 : 20);
        }
      }),
    );
  });
});

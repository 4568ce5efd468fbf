import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeMsMax } from './limits.ts';
import { readTime } from './read-time.ts';

const two = (value: number) => String(value).padStart(2, '0');

describe('a time as RFC 3339', () => {
  it('is the moment it was written from, whatever date was read before it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: timeMsMax }), { minLength: 2 }), (times) => {
        expect(times.map((timeMs) => readTime(new Date(timeMs).toISOString()))).toEqual(times);
      }),
    );
  });

  it('is that of a date that its month has, and of no other', () => {
    const dates = fc.record({
      year: fc.integer({ min: 1970, max: 2199 }),
      month: fc.nat(13),
      day: fc.nat(32),
    });
    fc.assert(
      fc.property(dates, ({ year, month, day }) => {
        const date = new Date(Date.UTC(year, month - 1, day));
        const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        expect(readTime(`${year}-${two(month)}-${two(day)}T00:00:00Z`)).toBe(
          exists ? date.getTime() : undefined,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['2023-02-30T00:00:00Z'],
    ['2023-11-14T22:13:20.1Å'],
    ['2023-11-14T22:13:20Z '],
    ['2023-11-14T22:13:20+24:00'],
    ['2023-11-14T22:13:20.0000000000000000000000Z'],
    ['٢023-11-14T22:13:20Z'],
  ])('is not %s, also after a good one of that date', (text) => {
    expect(readTime('2023-11-14T22:13:20Z')).toBe(1_700_000_000_000);
    expect(readTime(text)).toBeUndefined();
  });
});

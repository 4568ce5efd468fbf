import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultBackoff, delayAfter } from './backoff.ts';

describe('waiting after a failure', () => {
  it('doubles, up to its longest', () => {
    const delays = [1, 2, 3, 10, 49].map((attempts) => delayAfter(attempts, defaultBackoff, 0.999_999));
    expect(delays).toEqual([1_000, 2_000, 4_000, 300_000, 300_000]);
  });

  it('is at least half of it and never more than the whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const whole = Math.min(300_000, 1_000 * 2 ** (attempts - 1));
          const delay = delayAfter(attempts, defaultBackoff, random);
          expect(delay).toBeGreaterThanOrEqual(whole / 2);
          expect(delay).toBeLessThanOrEqual(whole);
        },
      ),
    );
  });

  it('outlasts a channel that is down for an hour', () => {
    let total = 0;
    for (let attempts = 1; attempts < defaultBackoff.attemptsMax; attempts++) {
      total += delayAfter(attempts, defaultBackoff, 0);
    }
    expect(total).toBeGreaterThan(3_600_000);
  });

  it('honours what a receiver asks for, within an hour', () => {
    expect(delayAfter(1, defaultBackoff, 0, 40_000)).toBe(40_000);
    expect(delayAfter(1, defaultBackoff, 0, 10 ** 12)).toBe(3_600_000);
  });
});

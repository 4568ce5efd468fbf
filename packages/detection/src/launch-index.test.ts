import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LaunchIndex } from './launch-index.ts';

/** Few enough that they meet. */
const word = fc.oneof(fc.constantFrom(0, 1, -1, 2 ** 31 - 1, -(2 ** 31)), fc.integer({ min: 0, max: 40 }));
const step = fc.record({ low: word, high: word, row: fc.option(fc.nat(1_000_000), { nil: undefined }) });

describe('the index of launches', () => {
  it('knows what a plain map would', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 1_000 }), (steps) => {
        const index = new LaunchIndex();
        const plain = new Map<string, number>();
        for (const { low, high, row } of steps) {
          if (row === undefined) {
            index.delete({ low, high });
            plain.delete(`${low}/${high}`);
          } else {
            index.set({ low, high }, row);
            plain.set(`${low}/${high}`, row);
          }
        }
        for (const { low, high } of steps) expect(index.get(low, high)).toBe(plain.get(`${low}/${high}`));
      }),
    );
  });
});

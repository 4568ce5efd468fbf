import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHash, createHashSet, hasHash } from './hash-set.ts';

/** Few enough values that they meet, with all that could pass for a free place among them. */
const word = fc.oneof(fc.constantFrom(0, 1, -1, 2 ** 31 - 1, -(2 ** 31)), fc.integer({ min: 0, max: 200 }));
const hash = fc.record({ low: word, high: word });

describe('a set of hashes', () => {
  it('holds what a plain set would', () => {
    fc.assert(
      fc.property(fc.array(hash, { maxLength: 1_000 }), fc.nat(500), (hashes, expected) => {
        const set = createHashSet(expected);
        const plain = new Set<string>();
        // 0 and 1 are one value above, as what is free is marked by 0 there.
        const nameOf = ({ low, high }: (typeof hashes)[number]) => `${low}/${high || 1}`;
        for (const one of hashes) {
          expect(hasHash(set, one)).toBe(plain.has(nameOf(one)));
          expect(addHash(set, one)).toBe(!plain.has(nameOf(one)));
          plain.add(nameOf(one));
        }
        expect(set.size).toBe(plain.size);
        expect(hashes.every((one) => hasHash(set, one))).toBe(true);
      }),
    );
  });

  it('does not grow before it holds what it was made for', () => {
    const set = createHashSet(10_000);
    const { words } = set;
    for (let i = 0; i < 10_000; i++) addHash(set, { low: i * 7, high: i });
    expect(set.words).toBe(words);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHash, createHashSet, hasHash, hashLogOf, indexHashes } from './hash-set.ts';

/** Few enough values that they meet. */
const word = fc.oneof(fc.constantFrom(0, 1, -1, 2 ** 31 - 1, -(2 ** 31)), fc.integer({ min: 0, max: 200 }));
const hash = fc.record({ low: word, high: fc.oneof(word, fc.integer()) });
const nameOf = ({ low, high }: { low: number; high: number }) => `${low}/${high}`;

describe('a set of hashes', () => {
  it('holds what a plain set would, also once it was stored and restored', () => {
    const times = fc.array(fc.nat(1_000), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(hash, { maxLength: 1_000 }), fc.nat(500), times, (hashes, expected, stored) => {
        let set = createHashSet(expected);
        const plain = new Set<string>();
        for (const [at, one] of hashes.entries()) {
          if (stored.includes(at)) set = indexHashes(structuredClone(hashLogOf(set)));
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
    const { places } = set;
    for (let i = 0; i < 10_000; i++) addHash(set, { low: i * 7, high: i });
    expect(set.places).toBe(places);
  });

  it('leaves alone what it has written, whatever comes', () => {
    const set = createHashSet();
    for (let i = 0; i < 10_000; i++) addHash(set, { low: i * 7, high: i });
    const before = structuredClone(hashLogOf(set));
    for (let i = 10_000; i < 20_000; i++) addHash(set, { low: i * 7, high: i });
    const after = hashLogOf(set);
    expect(after.pages.slice(0, 2)).toEqual(before.pages.slice(0, 2));
    expect(after.pages[2]?.subarray(0, before.pages[2]?.length)).toEqual(before.pages[2]);
    expect(after.pages.reduce((sum, { length }) => sum + length, 0)).toBe(2 * 20_000);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap, type Ranked } from './heap.ts';

describe('a heap', () => {
  it('gives back everything, earliest first, and by rank at the same time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (times) => {
        const items = times.map((atMs, rank): Ranked => ({ atMs, rank }));
        const heap = new Heap<Ranked>();
        for (const item of items) heap.push(item);
        const sorted = items.toSorted((a, b) => a.atMs - b.atMs || a.rank - b.rank);
        expect(items.map(() => heap.pop())).toEqual(sorted);
        expect(heap.pop()).toBeUndefined();
      }),
    );
  });

  it('puts the earliest in its place when it has become later', () => {
    const heap = new Heap<Ranked>();
    for (const atMs of [1, 2, 3]) heap.push({ atMs, rank: 0 });
    heap.earliest()!.atMs = 2.5;
    heap.sink();
    expect([heap.pop(), heap.pop(), heap.pop()].map((item) => item?.atMs)).toEqual([2, 2.5, 3]);
  });
});

import { heartbeat, killOrdered } from '@mortsafe/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDuplicates, isNew } from './duplicates.ts';

const MINUTE = 60_000;
const beat = (id: string, sender?: string) =>
  heartbeat('worker', { at: '0s', id, ...(sender && { sender }) });

describe('the duplicate filter', () => {
  it('remembers each id of each sender for ten minutes, and none for more than thirty', () => {
    const arrival = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      sender: fc.constantFrom(undefined, 'a', 'b'),
      afterMs: fc.nat(8 * MINUTE),
    });
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 60 }), (arrivals) => {
        const duplicates = createDuplicates([1, 2]);
        const taken = new Map<string, number>();
        let now = 0;
        for (const { id, sender, afterMs } of arrivals) {
          now += afterMs;
          const since = now - (taken.get(`${sender}/${id}`) ?? Number.NEGATIVE_INFINITY);
          const isTaken = isNew(duplicates, beat(id, sender), now);
          if (since < 10 * MINUTE) expect(isTaken).toBe(false);
          if (since >= 30 * MINUTE) expect(isTaken).toBe(true);
          if (isTaken) taken.set(`${sender}/${id}`, now);
        }
      }),
    );
  });

  it('does not take an event without a sender for one of a sender', () => {
    const duplicates = createDuplicates([1, 2]);
    expect(isNew(duplicates, beat('b'), 0)).toBe(true);
    expect(isNew(duplicates, { ...beat('b'), sender: '' }, 0)).toBe(true);
    expect(isNew(duplicates, { ...beat('b'), origin: 'platform' }, 0)).toBe(true);
  });

  it('remembers orders for ever, as they are', () => {
    const duplicates = createDuplicates([1, 2]);
    const order = killOrdered('worker', { at: '0s', id: 'k' });
    expect(isNew(duplicates, order, 0)).toBe(true);
    expect(isNew(duplicates, order, 1e12)).toBe(false);
    expect(duplicates.authority.get('control')).toEqual(new Set(['k']));
  });
});

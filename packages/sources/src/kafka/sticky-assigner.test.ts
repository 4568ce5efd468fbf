import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Member, shareOut } from './sticky-assigner.ts';

const keysOf = (count: number): string[] => Array.from({ length: count }, (_, number) => `t/${number}`);
const none = (...ids: string[]): Member[] => ids.map((id) => ({ id, owns: [] }));
const asMembers = (shares: Map<string, string[]>): Member[] =>
  [...shares].map(([id, owns]) => ({ id, owns }));
const moved = (before: readonly Member[], after: Map<string, string[]>): number =>
  before.flatMap(({ id, owns }) => owns.filter((key) => !after.get(id)?.includes(key))).length;

describe('partitions that are shared out', () => {
  it('go to somebody once each, evenly, whatever members say they own', () => {
    const keys = keysOf(12);
    const owns = fc.subarray([...keys, 't/99', 'elsewhere/1']);
    const members = fc
      .array(owns, { minLength: 1, maxLength: 15 })
      .map((all) => all.map((each, number) => ({ id: `m-${number}`, owns: each })));
    fc.assert(
      fc.property(members, (given) => {
        const shares = shareOut(keys, given);
        expect([...shares.values()].flat().sort()).toEqual(keys.toSorted());
        const sizes = [...shares.values()].map(({ length }) => length);
        expect(shares.size).toBe(given.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('stay where they are while nobody comes or goes', () => {
    const before = asMembers(shareOut(keysOf(8), none('a', 'b', 'c')));
    expect(moved(before, shareOut(keysOf(8), before))).toBe(0);
  });

  it('move no more than a newcomer gets', () => {
    const before = asMembers(shareOut(keysOf(8), none('a', 'b', 'c')));
    const after = shareOut(keysOf(8), [...before, ...none('d')]);
    expect(moved(before, after)).toBe(2);
    expect(after.get('d')).toHaveLength(2);
  });

  it('move only from one that has gone', () => {
    const before = asMembers(shareOut(keysOf(8), none('a', 'b', 'c', 'd')));
    const stay = before.slice(1);
    expect(moved(stay, shareOut(keysOf(8), stay))).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { movedBy, movedTo, nowhere, settled } from './place.ts';

const keys = ['a', 'b', 'c', 'd'];
const at = (key: string, list = keys) => movedTo(nowhere, list, list.indexOf(key));
const nextOf = (key: string, list: readonly string[], step: 1 | -1 = 1) =>
  movedBy(settled(at(key), list), list, step).key;

describe('a place in a list', () => {
  it('is at the first thing as soon as there is one, and stays with it when another comes before it', () => {
    const waiting = settled(nowhere, []);
    expect(waiting.index).toBe(-1);
    const first = settled(waiting, ['a', 'b']);
    expect(first).toMatchObject({ key: 'a', index: 0, moves: 0 });
    expect(settled(first, ['new', 'a', 'b'])).toMatchObject({ key: 'a', index: 1, moves: 0 });
  });

  it('is where the thing was when that is gone, and from then on with what stands there', () => {
    const after = settled(at('b'), ['a', 'c', 'd']);
    expect(after).toMatchObject({ key: 'c', index: 1 });
    expect(settled(after, ['new', 'a', 'c', 'd'])).toMatchObject({ key: 'c', index: 2 });
    expect(settled(at('d'), ['a'])).toMatchObject({ key: 'a', index: 0 });
  });

  it('changes nothing where nothing changed', () => {
    const place = at('b');
    expect(settled(place, [...keys])).toBe(place);
  });

  it('is with what is known as soon as it is', () => {
    const place = settled(movedTo(nowhere, ['a', undefined], 1), ['a', undefined]);
    expect(place.key).toBeUndefined();
    expect(settled(place, ['a', 'b']).key).toBe('b');
  });

  it('goes on to the next, and no further than the ends', () => {
    expect(nextOf('b', keys)).toBe('c');
    expect(nextOf('b', keys, -1)).toBe('a');
    expect(nextOf('d', keys)).toBe('d');
    expect(nextOf('a', keys, -1)).toBe('a');
    expect(nextOf('b', ['a', 'b', 'new', 'c', 'd'])).toBe('new');
  });

  it('goes on from where it was when the thing itself went elsewhere', () => {
    expect(nextOf('b', ['a', 'c', 'd', 'b'])).toBe('c');
    expect(nextOf('b', ['a', 'c', 'd', 'b'], -1)).toBe('a');
    expect(nextOf('b', ['a', 'd', 'b'])).toBe('d');
    expect(nextOf('d', ['d', 'a', 'b', 'c'], -1)).toBe('c');
  });
});

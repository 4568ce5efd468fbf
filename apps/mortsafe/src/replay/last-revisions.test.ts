import type { Finding } from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import { lastRevisions } from './last-revisions.ts';

const finding = (id: string, revision: number, detectedTime = 0): Finding =>
  ({ id, revision, detectedTime }) as Finding;

describe('the last revisions', () => {
  it('keep the highest of each finding, in whichever order they come', () => {
    const found = lastRevisions();
    found.add([finding('a', 2), finding('b', 1)]);
    found.add([finding('a', 1), finding('b', 3)]);
    expect(found.inOrder()).toEqual([finding('a', 2), finding('b', 3)]);
  });

  it('come by the time they were detected, then by id', () => {
    const found = lastRevisions();
    found.add([finding('c', 1, 5), finding('b', 1, 7), finding('a', 1, 7)]);
    expect(found.inOrder().map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });

  it('stay within their bound, count the rest, and still take revisions of what they hold', () => {
    const found = lastRevisions(2);
    found.add([finding('a', 1), finding('b', 1), finding('c', 1), finding('c', 2), finding('b', 2)]);
    expect(found.inOrder()).toEqual([finding('a', 1), finding('b', 2)]);
    expect(found.beyondBound()).toBe(1);
  });
});

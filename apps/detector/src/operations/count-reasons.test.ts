import { describe, expect, it } from 'vitest';
import { countReasons } from './count-reasons.ts';

describe('reasons that are counted', () => {
  it('hold nothing that a sender can make up', () => {
    const counted = countReasons(10)([
      'reason: must be one of a, b, got "evil"',
      'agents[12]: must be a text',
      'agents[7]: must be a text',
      'unknown type "evil',
    ]);
    expect([...counted]).toEqual([
      ['reason: must be one of a, b', 1],
      ['agents[n]: must be a text', 2],
      ['unknown type', 1],
    ]);
  });

  it('are few, whatever comes, and none is left out', () => {
    const reasons = Array.from({ length: 100 }, (_, at) =>
      String.fromCharCode(97 + (at % 26)).repeat(at + 1),
    );
    const counted = countReasons(3)(reasons);
    expect(counted.size).toBe(4);
    expect(counted.get('other')).toBe(97);
  });
});

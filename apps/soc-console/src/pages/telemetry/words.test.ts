import { describe, expect, it } from 'vitest';
import { countText, rateText, skewText, totalOf } from './words.ts';

describe('the numbers of a door', () => {
  it('are told by the second, or by the minute where little comes', () => {
    expect([0, 0.05, 0.5, 1.25, 99.96, 1_234.4].map(rateText)).toEqual([
      ...['0/s', '3.0/min', '30/min', '1.3/s', '100.0/s', `${(1_234).toLocaleString()}/s`],
    ]);
  });

  it('are exact while there is room', () => {
    expect(countText(99_999)).toBe((99_999).toLocaleString());
    expect(countText(100_000)).not.toContain('000');
  });

  it('say on which side of ours the clocks of senders are', () => {
    expect([0.4, 250, -3_000].map(skewText)).toEqual(['in step', '250 ms ahead', '3 s behind']);
  });

  it('add up what is counted by reason', () => {
    expect(totalOf({ broken: 2, 'too large': 3 })).toBe(5);
  });
});

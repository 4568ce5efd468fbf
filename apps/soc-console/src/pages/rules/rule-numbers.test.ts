import { describe, expect, it } from 'vitest';
import { numberText, tuningOf } from './rule-numbers.ts';

const limits = { minimum: 15_000, missedHeartbeats: 3 };
const durations = ['minimum'];
const tuned = (fleet: string, about: object = {}) => ({
  fleet,
  agents: '*',
  enabled: true,
  limits,
  ...about,
});

describe('the numbers of a rule', () => {
  it('are durations where its page says so', () => {
    expect(numberText('minimum', 15_000, durations)).toBe('15 s');
    expect(numberText('missedHeartbeats', 3, durations)).toBe('3');
  });

  it('are told of each place where the policy changes them', () => {
    const tuning = [
      tuned('checkout', { agents: 'batch-*', limits: { ...limits, minimum: 300_000 } }),
      tuned('lab', { enabled: false }),
      tuned('*'),
    ];
    expect(tuningOf({ limits, tuning }, durations)).toEqual([
      { where: 'checkout / batch-*', isOff: false, numbers: 'minimum 5 min' },
      { where: 'lab', isOff: true, numbers: '' },
    ]);
  });
});

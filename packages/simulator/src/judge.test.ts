import { describe, expect, it } from 'vitest';
import { type Judged, judge } from './judge.ts';

const found = (rule: string, rest: Partial<Judged> = {}): Judged => ({
  rule,
  subject: 'worker',
  alias: null,
  actor: 'planner',
  instigator: null,
  severity: 'high',
  ...rest,
});

describe('a verdict', () => {
  it('matches what the label states, and leaves the rest free', () => {
    const label = {
      fires: [{ rule: 'a', subject: 'worker', severity: ['high', 'critical'] as const }],
      mayAlsoFire: [],
    };
    expect(judge(label, [found('a')])).toMatchObject({
      missing: [],
      unexpected: [],
      matched: [{ finding: { rule: 'a' } }],
    });
  });

  it('misses a finding that differs in what is stated', () => {
    const label = { fires: [{ rule: 'a', actor: null }], mayAlsoFire: [] };
    expect(judge(label, [found('a')])).toMatchObject({
      missing: [{ rule: 'a' }],
      unexpected: [{ rule: 'a' }],
    });
  });

  it('lets one finding meet one expectation only', () => {
    const label = { fires: [{ rule: 'a' }], mayAlsoFire: [] };
    expect(judge(label, [found('a'), found('a', { subject: 'other' })]).unexpected).toHaveLength(1);
  });

  it('lets the expectation that states most choose first', () => {
    const label = { fires: [{ rule: 'a' }, { rule: 'a', subject: 'worker' }], mayAlsoFire: [] };
    expect(judge(label, [found('a'), found('a', { subject: 'other' })]).missing).toEqual([]);
  });

  it('calls nothing unexpected that may also fire', () => {
    expect(judge({ fires: [], mayAlsoFire: ['b'] }, [found('b')]).unexpected).toEqual([]);
  });
});

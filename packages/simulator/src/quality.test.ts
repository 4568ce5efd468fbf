import { describe, expect, it } from 'vitest';
import { qualityOf } from './quality.ts';

describe('quality', () => {
  it('counts by rule and overall, with the times in between', () => {
    const { rules, overall } = qualityOf([
      { matched: [{ expected: { rule: 'a' }, detectMs: 900 }], missing: [{ rule: 'b' }], unexpected: [] },
      { matched: [{ expected: { rule: 'a' }, detectMs: 300 }], missing: [], unexpected: [{ rule: 'a' }] },
    ]);
    expect(rules).toEqual([
      {
        rule: 'a',
        found: 2,
        missed: 0,
        falsePositives: 1,
        precision: 2 / 3,
        recall: 1,
        medianDetectMs: 300,
        maxDetectMs: 900,
      },
      {
        rule: 'b',
        found: 0,
        missed: 1,
        falsePositives: 0,
        precision: null,
        recall: 0,
        medianDetectMs: null,
        maxDetectMs: null,
      },
    ]);
    expect(overall).toMatchObject({ rule: 'overall', found: 2, missed: 1, falsePositives: 1 });
  });
});

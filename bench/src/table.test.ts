import { describe, expect, it } from 'vitest';
import { table } from './table.ts';

describe('the table', () => {
  it('says how fast, and how much of the floor that is', () => {
    const rows = [
      { name: 'JSON.parse', medianMs: 100, minMs: 90 },
      { name: 'bare loop', medianMs: 60, minMs: 50 },
      { name: 'core', medianMs: 250, minMs: 200 },
    ];
    expect(table(rows, 100_000, ['JSON.parse', 'bare loop'])).toBe(
      [
        '            median ms  min ms   events/s  µs/event  of JSON.parse  of bare loop',
        'JSON.parse      100.0    90.0  1,111,111      0.90           1.00          0.56',
        'bare loop        60.0    50.0  2,000,000      0.50           1.80          1.00',
        'core            250.0   200.0    500,000      2.00           0.45          0.25',
      ].join('\n'),
    );
  });
});

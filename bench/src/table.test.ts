import { describe, expect, it } from 'vitest';
import { table } from './table.ts';

describe('the table', () => {
  it('says how fast, and how much of the floor that is', () => {
    const rows = [
      { name: 'JSON.parse', medianMs: 100, minMs: 90 },
      { name: 'core', medianMs: 250, minMs: 200 },
    ];
    expect(table(rows, 100_000)).toBe(
      [
        '            median ms  min ms   events/s  µs/event  of JSON.parse',
        'JSON.parse      100.0    90.0  1,000,000      1.00         1.00 ×',
        'core            250.0   200.0    400,000      2.50         2.50 ×',
      ].join('\n'),
    );
  });
});

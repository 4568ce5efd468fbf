import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beatIdOf, createBeatIds, reserveBeatId, setBeatId, setBeatIdBytes } from './beat-ids.ts';

const ascii = fc.string({ maxLength: 60 }).map((text) => text.replace(/[^ -~]/g, '?'));
const id = fc.oneof(ascii, fc.string({ unit: 'binary', maxLength: 60 }));
const ROWS = 2_100;
const row = fc.integer({ min: 0, max: 20 }).map((number) => 100 * number);
const steps = fc.array(fc.record({ row, id, asBytes: fc.boolean(), afresh: fc.boolean() }), {
  maxLength: 200,
});

describe('ids of heartbeats', () => {
  it('are those that were last set, however they came', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const ids = createBeatIds();
        for (let row = 0; row < ROWS; row++) reserveBeatId(ids, row);
        const plain = new Map<number, string>();
        for (const { row, id, asBytes, afresh } of all) {
          if (afresh) reserveBeatId(ids, row);
          if (afresh || !plain.has(row)) expect(beatIdOf(ids, row)).toBe('');
          const bytes = Buffer.from(`<${id}>`);
          if (asBytes && bytes.length === id.length + 2) setBeatIdBytes(ids, row, bytes, 1, bytes.length - 1);
          else setBeatId(ids, row, id);
          plain.set(row, id);
        }
        for (const [row, id] of plain) expect(beatIdOf(structuredClone(ids), row)).toBe(id);
      }),
    );
  });
});

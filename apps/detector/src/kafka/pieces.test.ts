import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getValue, putValue } from './pieces.ts';

/** Remembers by digest what it is given. */
function store() {
  const chunks = new Map<string, Buffer>();
  return {
    chunks,
    put(bytes: Buffer): string {
      const name = createHash('sha256').update(bytes).digest('hex');
      chunks.set(name, Buffer.from(bytes));
      return name;
    },
    get: (name: string): Buffer => chunks.get(name) as Buffer,
  };
}

const agents = (count: number, from = 0): Map<string, { id: string; beat: number }> =>
  new Map(
    Array.from({ length: count }, (_, at) => [`agent-${from + at}`, { id: `agent-${from + at}`, beat: at }]),
  );
const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

const large = {
  agents: agents(5_000),
  rows: [new Float64Array(10_000).fill(1.5), new Float64Array(100)],
  bits: new Uint8Array(200_000).fill(7),
  byRule: new Map([['masked', new Map(numbers(1_000).map((at) => [`${at}`, [at]]))]]),
  seen: new Set(numbers(3_000)),
  names: numbers(2_000).map(String),
  // Bound to be cut in the middle of an item.
  texts: new Map([['long', 'x'.repeat(2_000_000)]]),
  nothing: undefined,
  small: new Map([[1, { two: [3] }]]),
};

describe('pieces of a value', () => {
  it('make the same value again, in its order', () => {
    const { put, get, chunks } = store();
    const again = getValue(putValue(large, put), get) as typeof large;
    expect(again).toEqual(large);
    expect([...again.agents.keys()]).toEqual([...large.agents.keys()]);
    expect(Math.max(...[...chunks.values()].map(({ length }) => length))).toBeLessThanOrEqual(900_000);
  });

  it('make any value again', () => {
    const item = fc.oneof(fc.string(), fc.integer(), fc.record({ id: fc.string(), at: fc.nat() }));
    const value = fc.record({
      map: fc
        .array(fc.tuple(fc.string(), item), { maxLength: 1_000, size: 'max' })
        .map((all) => new Map(all)),
      list: fc.array(item, { maxLength: 600, size: 'max' }),
      numbers: fc.float64Array({ maxLength: 5_000, size: 'max' }),
    });
    fc.assert(
      fc.property(value, (whole) => {
        const { put, get } = store();
        expect(getValue(putValue(whole, put), get)).toEqual(whole);
        expect(getValue(putValue([...whole.map], put), get)).toEqual([...whole.map]);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['an entry is changed', (map: typeof large.agents) => map.set('agent-2500', { id: 'x', beat: -1 })],
    ['the oldest goes', (map: typeof large.agents) => map.delete('agent-0')],
    ['a new one comes', (map: typeof large.agents) => map.set('agent-5000', { id: 'agent-5000', beat: 0 })],
  ])('are nearly all the same when %s', (_, change) => {
    const { put, chunks } = store();
    const changing = { ...large, agents: agents(5_000) };
    putValue(changing, put);
    const before = chunks.size;
    change(changing.agents);
    putValue(changing, put);
    expect(chunks.size - before).toBeLessThanOrEqual(2);
  });

  it('leave the value as it was', () => {
    const before = structuredClone(large);
    putValue(large, store().put);
    expect(large).toEqual(before);
  });
});

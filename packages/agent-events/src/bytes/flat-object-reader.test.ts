import { describe, expect, it } from 'vitest';
import { slotNames } from '../field-slots.ts';
import { FlatObjectReader, IN_DOUBT, ROOM_BYTES } from './flat-object-reader.ts';

const flat = new FlatObjectReader();

/** What it holds of a line, by name; undefined where it is in doubt. */
function read(line: string): Record<string, unknown> | undefined {
  flat.open(Buffer.from(`${line}\n${' '.repeat(ROOM_BYTES)}`));
  const end = flat.read(0);
  const held = slotNames.flatMap((name, slot) =>
    flat.held[slot] === undefined ? [] : [[name, flat.held[slot]]],
  );
  flat.forget();
  if (end === IN_DOUBT) return undefined;
  expect(end).toBe(line.length);
  return Object.fromEntries(held) as Record<string, unknown>;
}

describe('a flat object', () => {
  it.each([
    ['{"agent":"worker","sequence":12}', { agent: 'worker', sequence: 12 }],
    ['{ "agent": "worker",  "sequence": 12 }', { agent: 'worker', sequence: 12 }],
    ['{"sequence":0,"agent":"a","agent":"b"}', { sequence: 0, agent: 'b' }],
    ['{"sequence":123456789012345}', { sequence: 123_456_789_012_345 }],
    ['{"sequence":12345678}', { sequence: 12_345_678 }],
    ['{"time":"2023-11-14T22:13:20.5Z"}', { time: 1_700_000_000_500 }],
    ['{"time":"yesterday"}', { time: 'yesterday' }],
    ['{"host":""}', { host: '' }],
    [`{"host":"${'h'.repeat(500)}"}`, { host: 'h'.repeat(500) }],
  ])('is read from the bytes of %s', (line, held) => {
    expect(read(line)).toEqual(held);
    expect(read(line)).toEqual(held);
  });

  it.each([
    ['{}'],
    ['[]'],
    ['{"agent":"a\\n"}'],
    ['{"agent":"ä"}'],
    ['{"agent":"a\u0007"}'],
    ['{"colour":"red"}'],
    ['{"by":{"kind":"person"}}'],
    ['{"blocked":true}'],
    ['{"score":0.5}'],
    ['{"sequence":-1}'],
    ['{"sequence":01}'],
    ['{"sequence":1e3}'],
    ['{"sequence":1234567890123456}'],
    ['{"agent":"a",}'],
    ['{"agent" :"a"}'],
    ['{"agent":"a"'],
    ['{"agent":"a'],
    [`{${'"agent":"a",'.repeat(1_000)}"agent":"a"}`],
  ])('is left to others where it is %s', (line) => {
    expect(read(line)).toBeUndefined();
  });

  it('is left to others where it begins too close to the end of the bytes', () => {
    flat.open(Buffer.from('{"agent":"a"}\n'));
    expect(flat.read(0)).toBe(IN_DOUBT);
    flat.forget();
  });
});

import fc from 'fast-check';
import snappy from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { unpackSnappy } from './unpack-snappy.ts';

const MAX = 100_000;
const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);

const inBlocks = (parts: readonly Buffer[]): Buffer =>
  Buffer.concat([
    magic,
    ...parts.flatMap((part) => {
      const packed = snappy.compress(part);
      const length = Buffer.alloc(4);
      length.writeInt32BE(packed.length);
      return [length, packed];
    }),
  ]);

describe('what is packed with snappy', () => {
  it('is what it was, in blocks or in one', () => {
    const bytes = fc.uint8Array({ maxLength: 2_000 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 4 }), (parts) => {
        const whole = Buffer.concat(parts);
        expect(unpackSnappy(inBlocks(parts), MAX)).toEqual(whole);
        expect(unpackSnappy(snappy.compress(whole), MAX)).toEqual(whole);
      }),
    );
  });

  it('is refused beyond its bound, in one piece or in many', () => {
    const large = Buffer.alloc(MAX + 1);
    const half = Buffer.alloc(MAX / 2 + 1);
    expect(() => unpackSnappy(snappy.compress(large), MAX)).toThrow();
    expect(() => unpackSnappy(inBlocks([half, half]), MAX)).toThrow();
  });

  it('is refused when it is cut off', () => {
    const packed = inBlocks([Buffer.from('a thing')]);
    expect(() => unpackSnappy(packed.subarray(0, -1), MAX)).toThrow('cut off');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNameCache } from './name-cache.ts';

describe('a name cache', () => {
  it('gives back the name of exactly these bytes or none, whatever else was put', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 3 }), fc.uint8Array({ minLength: 60, maxLength: 70 }));
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 60 }), (names) => {
        const cache = createNameCache();
        for (const name of names) {
          const [held, hex] = [Buffer.from(name), Buffer.from(name).toString('hex')];
          expect([hex, undefined]).toContain(cache.get(held, 0, held.length));
          cache.put(held, 0, held.length, hex);
          expect(cache.get(Buffer.concat([Buffer.from('x'), held]), 1, held.length + 1)).toBe(
            held.length > 64 ? undefined : hex,
          );
        }
      }),
    );
  });
});

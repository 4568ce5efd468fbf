import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Hash64, type HashKey, hashBytesInto, hashInto } from './keyed-hash.ts';

const key: HashKey = [0x0123_4567, 0x89ab_cdef | 0];

function hashOf(kind: number, texts: [string, string, string?], by: HashKey = key): string {
  const hash: Hash64 = { low: 0, high: 0 };
  hashInto(hash, by, kind, ...texts);
  return `${hash.low >>> 0}/${hash.high >>> 0}`;
}

/** HalfSipHash as it is defined, word by word, on unsigned numbers. */
function plainly(words: readonly number[], [k0, k1]: HashKey): string {
  const state = Uint32Array.of(k0, k1, k0 ^ 0x6c796765, k1 ^ 0x74656462);
  const [v0, v1, v2, v3] = [0, 1, 2, 3];
  const add = (to: number, from: number) => (state[to] = state[to]! + state[from]!);
  const turn = (at: number, bits: number) =>
    (state[at] = (state[at]! << bits) | (state[at]! >>> (32 - bits)));
  const mix = (to: number, from: number) => (state[to] = state[to]! ^ state[from]!);
  const round = () => {
    for (const step of [
      [v0, v1, 5, 16],
      [v2, v3, 8, 0],
      [v0, v3, 7, 0],
      [v2, v1, 13, 16],
    ] as const) {
      const [to, from, bits, then] = step;
      add(to, from);
      turn(from, bits);
      mix(from, to);
      if (then > 0) turn(to, then);
    }
  };
  const flip = (at: number, by: number) => (state[at] = state[at]! ^ by);
  flip(v1, 0xee);
  for (const word of words) {
    flip(v3, word);
    round();
    flip(v0, word);
  }
  flip(v2, 0xee);
  for (let i = 0; i < 3; i++) round();
  const low = (state[v1]! ^ state[v3]!) >>> 0;
  flip(v1, 0xdd);
  for (let i = 0; i < 3; i++) round();
  return `${low}/${(state[v1]! ^ state[v3]!) >>> 0}`;
}

function wordsOf(text: string): number[] {
  const units = [...Array(text.length).keys()].map((at) => text.charCodeAt(at));
  return units.flatMap((unit, at) => (at % 2 === 0 ? [unit | ((units[at + 1] ?? 0) << 16)] : []));
}

describe('the keyed hash', () => {
  it('is HalfSipHash-1-3 over kind, lengths and code units', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(
        fc.nat(7),
        fc.tuple(text, text, text),
        fc.integer(),
        fc.integer(),
        (kind, texts, k0, k1) => {
          const [first, second, third] = texts.map(({ length }) => length);
          const head = [kind | (third! << 16), first! | (second! << 16)];
          expect(hashOf(kind, texts, [k0, k1])).toBe(plainly([...head, ...texts.flatMap(wordsOf)], [k0, k1]));
        },
      ),
    );
  });

  it('is the same of ASCII bytes as of the text that they are', () => {
    const ascii = fc.string({ maxLength: 300 }).map((text) => text.replace(/[^ -~]/g, '?'));
    fc.assert(
      fc.property(fc.tuple(ascii, ascii, ascii), (texts) => {
        const bytes = Buffer.from(texts.join(''));
        const [first, second] = [texts[0].length, texts[0].length + texts[1].length];
        const hash: Hash64 = { low: 0, high: 0 };
        hashBytesInto(hash, key, 3, bytes, 0, first, first, second, second, bytes.length);
        expect(`${hash.low >>> 0}/${hash.high >>> 0}`).toBe(hashOf(3, texts));
      }),
    );
  });

  it('tells apart what differs in kind, in key, or only in where a text ends', () => {
    const hashes = [
      hashOf(1, ['ab', 'c']),
      hashOf(2, ['ab', 'c']),
      hashOf(1, ['a', 'bc']),
      hashOf(1, ['', 'abc']),
      hashOf(1, ['abc', '']),
      hashOf(1, ['ab', '', 'c']),
      hashOf(1, ['ab', 'c'], [key[0] ^ 1, key[1]]),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

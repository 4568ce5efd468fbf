/** Two 32-bit words that only whoever holds them can compute hashes with. */
export type HashKey = readonly [number, number];

/** Where a hash is written: 64 bits, as two signed 32-bit words. */
export interface Hash64 {
  low: number;
  high: number;
}

const FINAL_ROUNDS = 3;

/**
 * HalfSipHash-1-3 with 64 bits of output, over UTF-16 code units, two to a word. It is keyed: without the key nobody
 * can make two texts that collide, which a plain hash would let every sender do.
 *
 * The first word tells apart texts of different kinds, 0 to 65,535; a kind's texts may be in three parts, whose lengths
 * count, up to 65,535 each.
 */
export function hashInto(
  hash: Hash64,
  key: HashKey,
  kind: number,
  first: string,
  second: string,
  third = '',
): void {
  const k0 = key[0];
  const k1 = key[1];
  const secondAt = 2 + ((first.length + 1) >> 1);
  const thirdAt = secondAt + ((second.length + 1) >> 1);
  const words = thirdAt + ((third.length + 1) >> 1);
  let v0 = k0;
  let v1 = k1 ^ 0xee;
  let v2 = 0x6c796765 ^ k0;
  let v3 = 0x74656462 ^ k1;
  for (let i = 0; i < words + 2 * FINAL_ROUNDS; i++) {
    let word = 0;
    if (i < words) {
      if (i === 0) word = kind | (third.length << 16);
      else if (i === 1) word = first.length | (second.length << 16);
      else if (i < secondAt) word = wordAt(first, (i - 2) << 1);
      else if (i < thirdAt) word = wordAt(second, (i - secondAt) << 1);
      else word = wordAt(third, (i - thirdAt) << 1);
    } else if (i === words) v2 ^= 0xee;
    else if (i === words + FINAL_ROUNDS) {
      hash.low = v1 ^ v3;
      v1 ^= 0xdd;
    }
    // A final round is one over the word 0.
    v3 ^= word;
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    v0 ^= word;
  }
  hash.high = v1 ^ v3;
}

const wordAt = (text: string, at: number): number =>
  text.charCodeAt(at) | (at + 1 < text.length ? text.charCodeAt(at + 1) << 16 : 0);

/** Two 32-bit words that only whoever holds them can compute hashes with. */
export type HashKey = readonly [number, number];

/** Where a hash is written: 64 bits, as two signed 32-bit words. */
export interface Hash64 {
  low: number;
  high: number;
}

const FINAL_ROUNDS = 3;
const WORDS_MIN = 1_024;

/** What is hashed, as words. One serves all, for there are many. */
let words = new Int32Array(WORDS_MIN);

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
  begin(kind, first.length, second.length, third.length);
  hashWords(hash, key, putText(third, putText(second, putText(first, 2))));
}

/**
 * As `hashInto`, of texts that are ASCII bytes: three spans, each where it begins and where it ends. One that is not
 * there begins where it ends.
 */
export function hashBytesInto(
  hash: Hash64,
  key: HashKey,
  kind: number,
  bytes: Uint8Array,
  first: number,
  firstEnd: number,
  second: number,
  secondEnd: number,
  third: number,
  thirdEnd: number,
): void {
  begin(kind, firstEnd - first, secondEnd - second, thirdEnd - third);
  const at = putBytes(bytes, second, secondEnd, putBytes(bytes, first, firstEnd, 2));
  hashWords(hash, key, putBytes(bytes, third, thirdEnd, at));
}

function begin(kind: number, first: number, second: number, third: number): void {
  const most = 2 + ((first + second + third + 3) >> 1);
  if (most > words.length) words = new Int32Array(2 * most);
  words[0] = kind | (third << 16);
  words[1] = first | (second << 16);
}

/** From this word on; gives the next. */
function putText(text: string, from: number): number {
  const { length } = text;
  let to = from;
  let at = 0;
  for (; at + 1 < length; at += 2) words[to++] = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
  if (at < length) words[to++] = text.charCodeAt(at);
  return to;
}

function putBytes(bytes: Uint8Array, start: number, end: number, from: number): number {
  let to = from;
  let at = start;
  for (; at + 1 < end; at += 2) words[to++] = bytes[at]! | (bytes[at + 1]! << 16);
  if (at < end) words[to++] = bytes[at]!;
  return to;
}

function hashWords(hash: Hash64, key: HashKey, count: number): void {
  const all = words;
  let v0 = key[0];
  let v1 = key[1] ^ 0xee;
  let v2 = 0x6c796765 ^ key[0];
  let v3 = 0x74656462 ^ key[1];
  for (let i = 0; i < count + 2 * FINAL_ROUNDS; i++) {
    let word = 0;
    if (i < count) word = all[i]!;
    else if (i === count) v2 ^= 0xee;
    else if (i === count + FINAL_ROUNDS) {
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

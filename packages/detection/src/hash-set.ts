import type { Hash64 } from './keyed-hash.ts';

/** A set of 64-bit hashes: open addressing, two words a place, all zero where it is free. Plain data. */
export interface HashSet {
  words: Int32Array;
  size: number;
}

const PLACES_MIN = 64;
/** Fuller than this, and it grows: runs of taken places would become long. */
const FULL = 0.75;

/** Made for this many, so that it need not grow before. */
export function createHashSet(expected = 0): HashSet {
  let places = PLACES_MIN;
  while (places * FULL < expected) places *= 2;
  return { words: new Int32Array(2 * places), size: 0 };
}

export const hasHash = ({ words }: HashSet, { low, high }: Hash64): boolean =>
  words[placeOf(words, low, high || 1)] !== 0;

/** False where it was there already. */
export function addHash(set: HashSet, { low, high }: Hash64): boolean {
  const marked = high || 1;
  const place = placeOf(set.words, low, marked);
  if (set.words[place] !== 0) return false;
  set.words[place] = marked;
  set.words[place + 1] = low;
  set.size++;
  if (set.size > (set.words.length / 2) * FULL) grow(set);
  return true;
}

/** Where a hash is, or would be put. Its first word there is never 0, which marks what is free. */
function placeOf(words: Int32Array, low: number, marked: number): number {
  const mask = words.length - 2;
  let place = (low << 1) & mask;
  while (words[place] !== 0 && (words[place] !== marked || words[place + 1] !== low)) {
    place = (place + 2) & mask;
  }
  return place;
}

function grow(set: HashSet): void {
  const before = set.words;
  const words = new Int32Array(2 * before.length);
  for (let i = 0; i < before.length; i += 2) {
    const marked = before[i]!;
    if (marked === 0) continue;
    const low = before[i + 1]!;
    const place = placeOf(words, low, marked);
    words[place] = marked;
    words[place + 1] = low;
  }
  set.words = words;
}

import type { Hash64 } from './keyed-hash.ts';

/**
 * Hashes of 64 bits in the order in which they came, two words each. What was written stays as it is, so a checkpoint
 * that comes after another adds what came since. Plain data.
 */
export interface HashLog {
  /** All but the last are full. */
  pages: Int32Array[];
  size: number;
}

/** A log that knows whether it holds a hash. */
export interface HashSet extends HashLog {
  /**
   * Open addressing, a word a place: 0 where it is free, else which of the log it is and eight bits of the hash, so that
   * another's is hardly ever looked up there. Made anew from the log when that is restored.
   */
  places: Int32Array;
}

const PLACES_MIN = 64;
/** Fuller than this, and it grows: runs of taken places would become long. */
const FULL = 0.75;
const PAGE_BITS = 12;
const PAGE_HASHES = 1 << PAGE_BITS;
const FIRST_HASHES = 16;
/** Of a place. A number in the log, and one: none is free. */
const NUMBER = 0x00ffffff;
const TAG = ~NUMBER;

/** Made for this many, so that it need not grow before. At most 16,777,214. */
export const createHashSet = (expected = 0): HashSet => ({
  pages: [],
  size: 0,
  places: new Int32Array(placesFor(expected)),
});

/** What a checkpoint holds of it, as it stands: what is not written yet is left out. */
export function hashLogOf({ pages, size }: HashSet): HashLog {
  const last = pages.at(-1);
  if (!last) return { pages: [], size };
  const written = 2 * (size - ((pages.length - 1) << PAGE_BITS));
  return { pages: [...pages.slice(0, -1), last.subarray(0, written)], size };
}

/** Its inverse. */
export function indexHashes({ pages, size }: HashLog): HashSet {
  const set = { pages: [...pages], size, places: new Int32Array(placesFor(size)) };
  fill(set);
  return set;
}

export const hasHash = (set: HashSet, { low, high }: Hash64): boolean =>
  set.places[placeOf(set, low, high)] !== 0;

/** What stands in the place where a hash is looked for first. */
export const firstPlaceOf = ({ places }: HashSet, low: number): number => places[low & (places.length - 1)]!;

/** False where it was there already. */
export function addHash(set: HashSet, { low, high }: Hash64): boolean {
  const place = placeOf(set, low, high);
  if (set.places[place] !== 0) return false;
  const number = set.size++;
  append(set.pages, number, low, high);
  set.places[place] = (high & TAG) | (number + 1);
  if (set.size > set.places.length * FULL) {
    set.places = new Int32Array(2 * set.places.length);
    fill(set);
  }
  return true;
}

function placesFor(expected: number): number {
  let places = PLACES_MIN;
  while (places * FULL < expected) places *= 2;
  return places;
}

/** Where a hash is, or would be put. */
function placeOf({ places, pages }: HashSet, low: number, high: number): number {
  const mask = places.length - 1;
  const tag = high & TAG;
  let place = low & mask;
  for (let held = places[place]!; held !== 0; held = places[place]!) {
    if ((held & TAG) === tag) {
      const number = (held & NUMBER) - 1;
      const page = pages[number >> PAGE_BITS]!;
      const at = 2 * (number & (PAGE_HASHES - 1));
      if (page[at] === low && page[at + 1] === high) return place;
    }
    place = (place + 1) & mask;
  }
  return place;
}

/** A small set has a small page, which grows. */
function append(pages: Int32Array[], number: number, low: number, high: number): void {
  const last = number >> PAGE_BITS;
  const at = 2 * (number & (PAGE_HASHES - 1));
  let page = pages[last];
  if (!page || at >= page.length) {
    const grown = new Int32Array(2 * (last > 0 ? PAGE_HASHES : Math.max(FIRST_HASHES, at)));
    if (page) grown.set(page);
    pages[last] = grown;
    page = grown;
  }
  page[at] = low;
  page[at + 1] = high;
}

/** Puts all of the log into places that are free. */
function fill({ pages, size, places }: HashSet): void {
  const mask = places.length - 1;
  for (let number = 0; number < size; number++) {
    const page = pages[number >> PAGE_BITS]!;
    const at = 2 * (number & (PAGE_HASHES - 1));
    let place = page[at]! & mask;
    while (places[place] !== 0) place = (place + 1) & mask;
    places[place] = (page[at + 1]! & TAG) | (number + 1);
  }
}

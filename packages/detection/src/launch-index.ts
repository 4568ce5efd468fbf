import type { Hash64 } from './keyed-hash.ts';

const FIELDS = 3;
const PLACES_MIN = 64;
/** Fuller than this, and it grows: runs of taken places would become long. */
const FULL = 0.6;
const FREE = 0;
const GONE = -1;

/**
 * Rows by the hash of whose they are: open addressing, three words a place, of which the last is the row and one. A map
 * by texts compares the text it finds, which lies elsewhere again: that takes eight times as long.
 */
export class LaunchIndex {
  #words = new Int32Array(FIELDS * PLACES_MIN);
  #taken = 0;
  /** Another once something of it has changed. */
  revision = 0;

  /** Undefined where it is not known. */
  get(low: number, high: number): number | undefined {
    const words = this.#words;
    const row = words[placeOf(words, low, high) + 2]!;
    return row > 0 ? row - 1 : undefined;
  }

  set({ low, high }: Readonly<Hash64>, row: number): void {
    this.revision++;
    if (this.#taken > (this.#words.length / FIELDS) * FULL) this.#grow();
    const words = this.#words;
    const place = placeOf(words, low, high);
    if (words[place + 2] === FREE) this.#taken++;
    words[place] = low;
    words[place + 1] = high;
    words[place + 2] = row + 1;
  }

  delete({ low, high }: Readonly<Hash64>): void {
    this.revision++;
    const words = this.#words;
    const place = placeOf(words, low, high);
    // Its place stays taken until the index grows: others may have been put behind it.
    if (words[place + 2] !== FREE) words[place + 2] = GONE;
  }

  #grow(): void {
    const before = this.#words;
    let held = 0;
    for (let i = 2; i < before.length; i += FIELDS) if (before[i]! > 0) held++;
    let places = PLACES_MIN;
    while (places * FULL < 2 * held) places *= 2;
    const words = new Int32Array(FIELDS * places);
    for (let i = 0; i < before.length; i += FIELDS) {
      if (before[i + 2]! <= 0) continue;
      const place = placeOf(words, before[i]!, before[i + 1]!);
      words[place] = before[i]!;
      words[place + 1] = before[i + 1]!;
      words[place + 2] = before[i + 2]!;
    }
    this.#words = words;
    this.#taken = held;
  }
}

/** Where a hash is, or would be put. */
function placeOf(words: Int32Array, low: number, high: number): number {
  const mask = words.length / FIELDS - 1;
  let place = low & mask;
  while (words[FIELDS * place + 2] !== FREE) {
    if (words[FIELDS * place] === low && words[FIELDS * place + 1] === high) break;
    place = (place + 1) & mask;
  }
  return FIELDS * place;
}

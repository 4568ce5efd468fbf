import { slotNames } from '../field-slots.ts';
import { tailMask } from './text-table.ts';

/** No field of any event. */
export const UNKNOWN = -1;

const longest = Math.max(...slotNames.map((name) => name.length));
/** The longest `"name":` in whole words. */
export const KEY_WORDS_MAX = Math.ceil((longest + 3) / 4);

/** `"name":` of each slot in words of four bytes, as they stand on a line. */
const patterns = new Int32Array(slotNames.length * KEY_WORDS_MAX);
const wholeWords = new Int32Array(slotNames.length);
const tails = new Int32Array(slotNames.length);
export const keyBytes = new Int32Array(slotNames.length);
const slotsByFirstWord = new Map<number, number[]>();

for (const [slot, name] of slotNames.entries()) {
  const bytes = Buffer.alloc(KEY_WORDS_MAX * 4);
  const length = bytes.write(`"${name}":`);
  for (let i = 0; i < KEY_WORDS_MAX; i += 1) patterns[slot * KEY_WORDS_MAX + i] = bytes.readInt32LE(i * 4);
  keyBytes[slot] = length;
  wholeWords[slot] = length >> 2;
  tails[slot] = length % 4 === 0 ? 0 : tailMask(length % 4);
  const first = bytes.readInt32LE();
  slotsByFirstWord.set(first, [...(slotsByFirstWord.get(first) ?? []), slot]);
}

/** Whether `"name":` of this slot stands there. */
export function keyStandsAt(view: DataView, at: number, slot: number): boolean {
  let from = at;
  let word = slot * KEY_WORDS_MAX;
  for (const end = word + wholeWords[slot]!; word < end; word += 1) {
    if (patterns[word] !== view.getInt32(from, true)) return false;
    from += 4;
  }
  const tail = tails[slot]!;
  return tail === 0 || patterns[word] === (view.getInt32(from, true) & tail);
}

/** The slot whose `"name":` stands there. */
export function slotOfKeyAt(view: DataView, at: number): number {
  for (const slot of slotsByFirstWord.get(view.getInt32(at, true)) ?? []) {
    if (keyStandsAt(view, at, slot)) return slot;
  }
  return UNKNOWN;
}

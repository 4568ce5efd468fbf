import { isPlain, textOf } from './plain-text.ts';

/** A line of the processor's cache: how long the text is, then its bytes. */
const ENTRY_WORDS = 16;
const ENTRIES_BITS = 12;
const ENTRIES = 1 << ENTRIES_BITS;

/** Longer texts are not kept; names hardly ever are. */
const KEPT_BYTES_MAX = (ENTRY_WORDS - 1) * 4;

/**
 * Texts read lately, found again by their bytes. A stream names the same types, fleets and hosts over and over; one
 * that is found need not be made again, and is known to need no unescaping.
 *
 * The table is bounded, and what stands in a place gives way: a flood of names costs time and nothing else. That
 * two texts have one hash, by accident or on purpose, makes neither the other, for every byte is compared.
 * It is small on purpose: 256 KiB stay in the processor's cache, beyond which finding a text takes longer than making
 * it does.
 */
export class TextTable {
  private readonly words = new Int32Array(ENTRY_WORDS * ENTRIES);
  private readonly texts: string[] = new Array(ENTRIES).fill('');

  /** The text of these bytes; undefined where JSON would read something else there than they say. */
  get(bytes: Buffer, view: DataView, start: number, end: number, hash: number): string | undefined {
    const entry = hash >>> (32 - ENTRIES_BITS);
    if (this.holds(entry, view, start, end)) return this.texts[entry];
    // Each text may stand in one of two places.
    const other = entry ^ 1;
    if (this.holds(other, view, start, end)) return this.texts[other];
    if (!isPlain(bytes, start, end)) return undefined;
    const text = textOf(bytes, start, end);
    if (end - start <= KEPT_BYTES_MAX) this.keep(text, entry, view, start);
    return text;
  }

  private holds(entry: number, view: DataView, start: number, end: number): boolean {
    const { words } = this;
    let at = entry * ENTRY_WORDS;
    if (words[at] !== end - start) return false;
    let from = start;
    for (; from <= end - 4; from += 4) {
      at += 1;
      if (words[at] !== view.getInt32(from, true)) return false;
    }
    return from === end || words[at + 1] === (view.getInt32(from, true) & tailMask(end - from));
  }

  /** Moves what stood there to the other place. */
  private keep(text: string, entry: number, view: DataView, start: number): void {
    const { words, texts } = this;
    const other = entry ^ 1;
    let at = entry * ENTRY_WORDS;
    words.copyWithin(other * ENTRY_WORDS, at, at + ENTRY_WORDS);
    texts[other] = texts[entry]!;
    texts[entry] = text;
    words[at] = text.length;
    const end = start + text.length;
    for (let from = start; from < end; from += 4) {
      at += 1;
      words[at] = view.getInt32(from, true) & tailMask(Math.min(end - from, 4));
    }
  }
}

/** Keeps the first bytes of a word, of one to four. */
export const tailMask = (count: number): number => -1 >>> (32 - count * 8);

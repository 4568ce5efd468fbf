import { isPlain, textOf } from './plain-text.ts';

/** A line of the processor's cache: how long the text is, then its bytes. */
const ENTRY_WORDS = 16;
/** Two entries side by side: a text, and one that came with it. */
const PAIR_WORDS = 2 * ENTRY_WORDS;
const PAIRS_BITS_MIN = 10;
/** 2^18 pairs, in 32 MiB beside the texts themselves: enough for a hundred thousand agents and their instances. */
const PAIRS_BITS_MAX = 18;

/** Longer texts are not kept; names hardly ever are. */
export const KEPT_BYTES_MAX = (ENTRY_WORDS - 1) * 4;

/**
 * Texts read lately, found again by their bytes. A stream names the same agents, hosts and fleets over and over; one
 * that is found need not be made again, and is known to need no unescaping.
 *
 * The table is bounded, and what stood longest in a place gives way: a flood of names costs time and nothing else.
 * That two texts have one hash, by accident or on purpose, makes neither the other, for every byte is compared.
 *
 * Of a hundred thousand agents hardly one is in the processor's cache, and waiting for memory is most of what a
 * look-up costs. So a text and its companion (an agent, its instance) stand side by side and arrive together.
 */
export class TextTable {
  private bits = PAIRS_BITS_MIN;
  private words = new Int32Array(PAIR_WORDS << PAIRS_BITS_MIN);
  private texts: string[] = new Array(2 << PAIRS_BITS_MIN).fill('');
  private evicted = 0;
  /** The entry that was asked for last. */
  private last = 0;
  private owner = 0;

  /** The text of these bytes; undefined where JSON would read something else there than they say. */
  get(bytes: Buffer, view: DataView, start: number, end: number, hash: number): string | undefined {
    if (end - start > KEPT_BYTES_MAX) return longText(bytes, start, end);
    const entry = (hash >>> (32 - this.bits)) << 1;
    if (this.holds(entry, view, start, end)) {
      this.last = entry;
      return this.texts[entry];
    }
    // Each text may stand in one of two places.
    const other = entry ^ 2;
    if (this.holds(other, view, start, end)) {
      this.last = other;
      return this.texts[other];
    }
    const replaced = this.texts[entry] === '' || (this.evicted & 1) === 0 ? entry : other;
    this.last = replaced;
    return this.keep(replaced, bytes, view, start, end);
  }

  /** From now on companions stand beside the text that was asked for last. */
  expectCompanion(): void {
    this.owner = this.last;
  }

  /** The same of a text that mostly comes with its owner. */
  getCompanion(bytes: Buffer, view: DataView, start: number, end: number): string | undefined {
    if (end - start > KEPT_BYTES_MAX) return longText(bytes, start, end);
    const entry = this.owner | 1;
    return this.holds(entry, view, start, end)
      ? this.texts[entry]
      : this.keep(entry, bytes, view, start, end);
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

  private keep(entry: number, bytes: Buffer, view: DataView, start: number, end: number): string | undefined {
    if (start === end) return '';
    if (!isPlain(bytes, start, end)) return undefined;
    const { words, texts } = this;
    if (texts[entry] !== '') this.evicted += 1;
    const text = textOf(bytes, start, end);
    texts[entry] = text;
    let at = entry * ENTRY_WORDS;
    words[at] = end - start;
    for (let from = start; from < end; from += 4) {
      at += 1;
      words[at] = view.getInt32(from, true) & tailMask(Math.min(end - from, 4));
    }
    if (this.evicted > texts.length && this.bits < PAIRS_BITS_MAX) this.grow();
    return text;
  }

  /** Starts again, larger: what is still in use comes back by itself. */
  private grow(): void {
    this.bits += 2;
    this.words = new Int32Array(PAIR_WORDS << this.bits);
    this.texts = new Array(2 << this.bits).fill('');
    this.evicted = 0;
    this.last = 0;
    this.owner = 0;
  }
}

const longText = (bytes: Buffer, start: number, end: number): string | undefined =>
  isPlain(bytes, start, end) ? textOf(bytes, start, end) : undefined;

/** Keeps the first bytes of a word, of one to four. */
export const tailMask = (count: number): number => -1 >>> (32 - count * 8);

import { emptyHeld, type Held, slotNames, TYPE } from '../field-slots.ts';
import { timeMsMax, timeMsMin } from '../limits.ts';
import { readRfc3339 } from '../read-rfc3339.ts';
import { keyBytes, keyStandsAt, slotOfKeyAt, UNKNOWN } from './field-keys.ts';
import { isPlain, SHORT_MAX, textOf } from './plain-text.ts';
import { TextTable, tailMask } from './text-table.ts';

/** Nothing is wrong, and nothing is certain: `JSON.parse` shall read this one. */
export const IN_DOUBT = -1;

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const ZERO = 0x30;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const HALF_DIGITS = 8;
const SCALE_MAX = 10_000_000;

/** Bytes that the longest key may reach beyond the end of a line that breaks off. */
export const ROOM_BYTES = 64;

const TIME = 1;
/** Hardly ever the same twice. */
const ONE_OFF = 2;
/** Of so many that a short one is made sooner than found. */
const NAME = 3;
const manners: Readonly<Record<string, number>> = {
  time: TIME,
  observedTime: TIME,
  startedTime: TIME,
  notBefore: TIME,
  notAfter: TIME,
  id: ONE_OFF,
  traceId: ONE_OFF,
  spanId: ONE_OFF,
  parentSpanId: ONE_OFF,
  agent: NAME,
  instance: NAME,
  peer: NAME,
  reporter: NAME,
};
/** How the text of each slot is made, where not as all others. */
const mannerOf = Uint8Array.from(slotNames, (name) => manners[name] ?? 0);

/**
 * Reads one flat JSON object from its bytes: what `JSON.parse` would give, of the fields that an event may have.
 *
 * It never says no. Escapes, nesting, letters beyond ASCII, numbers that are no whole ones: whatever is rare is
 * left to `JSON.parse`, and so is whatever is wrong.
 */
export class FlatObjectReader {
  /** Of the object read last, until `forget`. */
  readonly held: Held = emptyHeld();
  private readonly texts = new TextTable();
  private readonly filled = new Int32Array(slotNames.length * 2);
  private filledCount = 0;
  /** The key that last followed each key: producers write theirs in one order. The last is the one that opens. */
  private readonly following = new Int32Array(slotNames.length + 1).fill(TYPE);
  private bytes: Buffer = Buffer.alloc(0);
  private view: DataView = new DataView(new ArrayBuffer(0));
  private at = 0;

  /** What is read from now on, until it is changed by others. */
  open(bytes: Buffer): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Takes the object that begins at `start`. Returns where it ends, or `IN_DOUBT`. At least 64 bytes must follow. */
  read(start: number): number {
    const { bytes, view, following, filled, held } = this;
    if (bytes[start] !== OPEN) return IN_DOUBT;
    const end = bytes.length - ROOM_BYTES;
    let at = start + 1;
    let previous = slotNames.length;
    for (;;) {
      if (at >= end || this.filledCount === filled.length) return IN_DOUBT;
      let slot = following[previous]!;
      if (!keyStandsAt(view, at, slot)) {
        while (bytes[at] === SPACE) at += 1;
        slot = slotOfKeyAt(view, at);
        if (slot === UNKNOWN) return IN_DOUBT;
        following[previous] = slot;
      }
      previous = slot;
      at += keyBytes[slot]!;
      if (bytes[at] === SPACE) at += 1;
      const value = bytes[at] === QUOTE ? this.text(at + 1, slot) : this.number(at);
      if (value === undefined) return IN_DOUBT;
      held[slot] = value;
      filled[this.filledCount++] = slot;

      at = this.at;
      let next = bytes[at++];
      if (next === COMMA) continue;
      while (next === SPACE) next = bytes[at++];
      if (next === CLOSE) return at;
      if (next !== COMMA) return IN_DOUBT;
    }
  }

  forget(): void {
    for (let i = 0; i < this.filledCount; i += 1) this.held[this.filled[i]!] = undefined;
    this.filledCount = 0;
  }

  /** The text that begins at `start`; a time at once as a number, where it is a good one. */
  private text(start: number, slot: number): string | number | undefined {
    const { bytes, view } = this;
    const last = bytes.length - 4;
    let hash = 0;
    let at = start;
    let word = 0;
    let quotes = 0;
    for (; ; at += 4) {
      if (at > last) return undefined;
      word = view.getInt32(at, true);
      const zeroAtQuote = word ^ 0x22222222;
      // The lowest bit set is that of the first quote; those above it may be there for no reason.
      quotes = (zeroAtQuote - 0x01010101) & ~zeroAtQuote & 0x80808080;
      if (quotes !== 0) break;
      hash = Math.imul(hash ^ word, 0x9e3779b1);
    }
    const rest = (31 - Math.clz32(quotes & -quotes)) >> 3;
    if (rest > 0) hash = Math.imul(hash ^ (word & tailMask(rest)), 0x9e3779b1);
    const end = at + rest;
    this.at = end + 1;
    return this.make(start, end, hash, mannerOf[slot]!);
  }

  private make(start: number, end: number, hash: number, manner: number): string | number | undefined {
    const { bytes, view, texts } = this;
    if (manner === TIME) {
      const timeMs = readRfc3339(bytes, start, end);
      if (timeMs >= timeMsMin && timeMs <= timeMsMax) return timeMs;
    }
    if (manner === ONE_OFF || (manner === NAME && end - start <= SHORT_MAX)) {
      return isPlain(bytes, start, end) ? textOf(bytes, start, end) : undefined;
    }
    return texts.get(bytes, view, start, end, hash);
  }

  /** A whole number from 0, of at most 15 digits. */
  private number(start: number): number | undefined {
    const { bytes } = this;
    let at = start;
    let value = 0; // Up to nine digits are faster to add up than more.
    for (const half = start + HALF_DIGITS; at < half; at += 1) {
      const digit = bytes[at]! - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      value = (value * 10 + digit) | 0;
    }
    let rest = 0;
    let scale = 1;
    if (at === start + HALF_DIGITS) {
      for (; ; at += 1) {
        const digit = bytes[at]! - ZERO;
        if (!(digit >= 0 && digit <= 9) || scale === SCALE_MAX) break;
        rest = (rest * 10 + digit) | 0;
        scale *= 10;
      }
    }
    const digits = at - start;
    if (digits === 0 || (digits > 1 && bytes[start] === ZERO)) return undefined;
    this.at = at;
    return value * scale + rest;
  }
}

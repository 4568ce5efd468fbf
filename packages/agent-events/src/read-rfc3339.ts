const DASH = 45;
const DOT = 46;
const COLON = 58;
const CHARS_MIN = 20;
const CHARS_MAX = 40;
const MINUTE_MS = 60_000;

/** The last date read. A stream stays on one for a day, and working it out takes longer than reading all the rest. */
let known = { date: -1, midnightMs: Number.NaN };

const digit = (bytes: Uint8Array, at: number): number => bytes[at]! - 48;

/** Two digits, or something above any that is allowed. */
function two(bytes: Uint8Array, at: number): number {
  const tens = digit(bytes, at);
  const ones = digit(bytes, at + 1);
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 10_000;
}

function midnightOf(bytes: Uint8Array, at: number): number {
  const year = two(bytes, at) * 100 + two(bytes, at + 2);
  const month = two(bytes, at + 5);
  const day = two(bytes, at + 8);
  if (!(year <= 9_999 && month <= 12 && day <= 31)) return Number.NaN;
  const date = (year * 100 + month) * 100 + day;
  if (known.date === date) return known.midnightMs;

  const midnightMs = Date.UTC(year, month - 1, day);
  // A day that its month does not have rolls over into the next one.
  if (month < 1 || day < 1 || new Date(midnightMs).getUTCDate() !== day) return Number.NaN;
  known = { date, midnightMs };
  return midnightMs;
}

/** Minutes east of Greenwich of an offset (`Z`, `+02:00`) that fills the rest, or NaN. */
function offsetMinutes(bytes: Uint8Array, at: number, end: number): number {
  const sign = bytes[at];
  if (sign === 0x5a || sign === 0x7a) return end === at + 1 ? 0 : Number.NaN;
  const east = sign === 0x2b;
  if ((!east && sign !== DASH) || end !== at + 6 || bytes[at + 3] !== COLON) return Number.NaN;
  const hours = two(bytes, at + 1);
  const minutes = two(bytes, at + 4);
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (east ? 1 : -1) * (hours * 60 + minutes);
}

const isSeparator = (byte: number | undefined) => byte === 0x54 || byte === 0x74 || byte === 0x20; // T, t or a space.

/**
 * RFC 3339 in ASCII to epoch milliseconds, what is finer than a millisecond cut off; NaN where it is none.
 *
 * By hand: `Date.parse` takes much that is no RFC 3339 (a 30th of February becomes a 2nd of March) and is slower.
 */
export function readRfc3339(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < CHARS_MIN || end - start > CHARS_MAX) return Number.NaN;
  const separated =
    bytes[start + 4] === DASH &&
    bytes[start + 7] === DASH &&
    isSeparator(bytes[start + 10]) &&
    bytes[start + 13] === COLON &&
    bytes[start + 16] === COLON;
  if (!separated) return Number.NaN;
  const hour = two(bytes, start + 11);
  const minute = two(bytes, start + 14);
  const second = two(bytes, start + 17); // 60 is a leap second, and becomes the next minute.
  if (hour > 23 || minute > 59 || second > 60) return Number.NaN;

  let at = start + 19;
  let fractionMs = 0;
  if (bytes[at] === DOT) {
    at += 1;
    for (let weight = 100; at < end; at += 1) {
      const part = digit(bytes, at);
      if (!(part >= 0 && part <= 9)) break;
      fractionMs += part * weight;
      weight = weight === 100 ? 10 : weight === 10 ? 1 : 0;
    }
    if (at === start + 20) return Number.NaN;
  }
  const minutes = hour * 60 + minute - offsetMinutes(bytes, at, end);
  return midnightOf(bytes, start) + minutes * MINUTE_MS + second * 1000 + fractionMs;
}

const scratch = new Uint8Array(CHARS_MAX);

/** The same of a text. */
export function readRfc3339Text(text: string): number {
  const { length } = text;
  if (length < CHARS_MIN || length > CHARS_MAX) return Number.NaN;
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return Number.NaN;
    scratch[i] = code;
  }
  return readRfc3339(scratch, 0, length);
}

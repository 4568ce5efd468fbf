import { timeMsMax, timeMsMin } from './limits.ts';

const DASH = 45;
const DOT = 46;
const COLON = 58;

/** A number of `count` digits at `at`, or NaN. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Minutes east of Greenwich of an offset (`Z`, `+02:00`) that fills the rest of the text, or NaN. */
function offsetMinutes(text: string, at: number): number {
  const sign = text[at];
  if ((sign === 'Z' || sign === 'z') && text.length === at + 1) return 0;
  if ((sign !== '+' && sign !== '-') || text.length !== at + 6 || text.charCodeAt(at + 3) !== COLON)
    return Number.NaN;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + 4, 2);
  if (!(hours < 24 && minutes < 60)) return Number.NaN;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes);
}

/**
 * RFC 3339 to epoch milliseconds, what is finer than a millisecond cut off; NaN where it is none.
 *
 * By hand: `Date.parse` takes much that is no RFC 3339 (a 30th of February becomes a 2nd of March) and is slower.
 */
function readRfc3339(text: string): number {
  if (text.length < 20 || text.length > 40) return Number.NaN;
  const separator = text[10];
  const separated =
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    (separator === 'T' || separator === 't' || separator === ' ') &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON;
  if (!separated) return Number.NaN;
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2); // 60 is a leap second, and becomes the next minute.
  if (!(hour < 24 && minute < 60 && second <= 60)) return Number.NaN;

  let end = 19;
  let fractionMs = 0;
  if (text.charCodeAt(end) === DOT) {
    end += 1;
    for (let weight = 100; ; weight /= 10) {
      const digit = digits(text, end, 1);
      if (Number.isNaN(digit)) break;
      if (weight >= 1) fractionMs += digit * weight;
      end += 1;
    }
    if (end === 20) return Number.NaN;
  }
  const midnight = Date.UTC(digits(text, 0, 4), month - 1, day);
  // A day that its month does not have rolls over into the next one.
  if (!(month >= 1 && day >= 1) || new Date(midnight).getUTCDate() !== day || month > 12) return Number.NaN;
  return midnight + ((hour * 60 + minute - offsetMinutes(text, end)) * 60 + second) * 1000 + fractionMs;
}

/** RFC 3339 text or epoch milliseconds to whole epoch milliseconds; undefined where it is neither, or not 1970 to 2200. */
export function readTime(value: unknown): number | undefined {
  const timeMs =
    typeof value === 'number'
      ? Math.trunc(value)
      : typeof value === 'string'
        ? readRfc3339(value)
        : Number.NaN;
  return timeMs >= timeMsMin && timeMs <= timeMsMax ? timeMs + 0 : undefined;
}

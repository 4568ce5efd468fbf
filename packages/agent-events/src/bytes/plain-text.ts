const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const DELETE = 0x7f;

/** Whether these bytes stand for themselves between quotes: ASCII, no escape, no control character. */
export function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte < SPACE || byte >= DELETE || byte === BACKSLASH || byte === QUOTE) return false;
  }
  return true;
}

const EIGHT = 8;
const SHORT_MAX = 12;
const { fromCharCode } = String;

/** Of 8 to 12 bytes, as counters and short hashes have. A call out of JavaScript takes three times as long. */
function shortText(b: Uint8Array, i: number, length: number): string {
  const [a, c, d, e] = [b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!];
  const [f, g, h, j] = [b[i + 4]!, b[i + 5]!, b[i + 6]!, b[i + 7]!];
  if (length === EIGHT) return fromCharCode(a, c, d, e, f, g, h, j);
  const k = b[i + 8]!;
  if (length === 9) return fromCharCode(a, c, d, e, f, g, h, j, k);
  const l = b[i + 9]!;
  if (length === 10) return fromCharCode(a, c, d, e, f, g, h, j, k, l);
  const m = b[i + 10]!;
  if (length === 11) return fromCharCode(a, c, d, e, f, g, h, j, k, l, m);
  return fromCharCode(a, c, d, e, f, g, h, j, k, l, m, b[i + 11]!);
}

/** A text of its own, which does not keep the bytes in memory. Only of ASCII. */
export function textOf(bytes: Buffer, start: number, end: number): string {
  const length = end - start;
  return length >= EIGHT && length <= SHORT_MAX
    ? shortText(bytes, start, length)
    : bytes.toString('latin1', start, end);
}

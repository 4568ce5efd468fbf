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

const SHORT_MIN = 4;
/** Up to here a text is made without a call out of JavaScript. */
export const SHORT_MAX = 24;
const { fromCharCode: text } = String;

/**
 * Of 4 to 24 bytes, as most names and ids are. It looks odd, and takes a third of the time of any other way:
 * calling out of JavaScript costs 80 ns, calling with a list of arguments more, and texts put together from parts
 * or cut from a larger one are no texts of their own.
 */
function shortText(bytes: Uint8Array, at: number, length: number): string {
  const a = bytes[at]!;
  const b = bytes[at + 1]!;
  const c = bytes[at + 2]!;
  const d = bytes[at + 3]!;
  if (length === 4) return text(a, b, c, d);
  const e = bytes[at + 4]!;
  if (length === 5) return text(a, b, c, d, e);
  const f = bytes[at + 5]!;
  if (length === 6) return text(a, b, c, d, e, f);
  const g = bytes[at + 6]!;
  if (length === 7) return text(a, b, c, d, e, f, g);
  const h = bytes[at + 7]!;
  if (length === 8) return text(a, b, c, d, e, f, g, h);
  const i = bytes[at + 8]!;
  if (length === 9) return text(a, b, c, d, e, f, g, h, i);
  const j = bytes[at + 9]!;
  if (length === 10) return text(a, b, c, d, e, f, g, h, i, j);
  const k = bytes[at + 10]!;
  if (length === 11) return text(a, b, c, d, e, f, g, h, i, j, k);
  const l = bytes[at + 11]!;
  if (length === 12) return text(a, b, c, d, e, f, g, h, i, j, k, l);
  const m = bytes[at + 12]!;
  if (length === 13) return text(a, b, c, d, e, f, g, h, i, j, k, l, m);
  const n = bytes[at + 13]!;
  if (length === 14) return text(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  const o = bytes[at + 14]!;
  if (length === 15) return text(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  const p = bytes[at + 15]!;
  if (length === 16) return text(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  const q = bytes[at + 16]!;
  if (length === 17) return text(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q);
  const r = bytes[at + 17]!;
  if (length === 18) return text(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r);
  const s = bytes[at + 18]!;
  if (length === 19) return text(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s);
  const t = bytes[at + 19]!;
  if (length === 20) return text(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t);
  const u = bytes[at + 20]!;
  if (length === 21) return text(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u);
  const v = bytes[at + 21]!;
  if (length === 22) return text(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v);
  const w = bytes[at + 22]!;
  if (length === 23) return text(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w);
  return text(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, bytes[at + 23]!);
}

/** A text of its own, which does not keep the bytes in memory. Only of what is plain. */
export function textOf(bytes: Buffer, start: number, end: number): string {
  const length = end - start;
  return length >= SHORT_MIN && length <= SHORT_MAX
    ? shortText(bytes, start, length)
    : bytes.toString('latin1', start, end);
}

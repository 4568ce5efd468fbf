const DEPTH_MAX = 64;
/** Each becomes an object in memory: about 100 MB of them at most. */
const VALUES_MAX = 2_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const isOpening = (byte: number) => byte === 0x5b || byte === 0x7b; // [ {
const isClosing = (byte: number) => byte === 0x5d || byte === 0x7d; // ] }

/**
 * Says why a JSON text is not fit to be parsed: a few megabytes of brackets become hundreds in memory.
 *
 * @returns undefined when it is.
 */
export function jsonOutOfBounds(bytes: Uint8Array): string | undefined {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) at = stringEnd(bytes, at);
    else if (byte === COMMA) values++;
    else if (isOpening(byte)) {
      values++;
      if (++depth > DEPTH_MAX) return `JSON is nested deeper than ${DEPTH_MAX}`;
    } else if (isClosing(byte)) depth--;
  }
  return values > VALUES_MAX ? `JSON holds more than ${VALUES_MAX} values` : undefined;
}

/** Where the string that begins at `start` ends. */
function stringEnd(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(QUOTE, start + 1); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) {
    let backslashes = 0;
    while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return bytes.length;
}

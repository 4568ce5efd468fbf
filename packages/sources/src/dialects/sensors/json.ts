/**
 * Reading what a sensor sent, about which nothing is known. Only own properties count, so that no name reaches what
 * objects inherit.
 */

const ENTRIES_MAX = 256;
const LIST_MAX = 1_000;
/** Longer texts are none of the names we look for, and are not looked into. */
export const TEXT_CHARS_MAX = 4_096;

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (!isObject(found) || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' && found.length <= TEXT_CHARS_MAX ? found : undefined;
}

/** Also where it is written as text, as protocol buffers and journald write numbers. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  const number = typeof found === 'string' && /^-?\d{1,19}$/.test(found) ? Number(found) : found;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The first thousand. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.slice(0, LIST_MAX) : [];
}

/** Names and texts, such as labels; the first 256. */
export function textsAt(value: unknown, ...path: readonly string[]): [name: string, text: string][] {
  const found = at(value, ...path);
  if (!isObject(found)) return [];
  const texts: [string, string][] = [];
  for (const [name, text] of Object.entries(found).slice(0, ENTRIES_MAX)) {
    if (typeof text === 'string' && text.length <= TEXT_CHARS_MAX) texts.push([name, text]);
  }
  return texts;
}

import type { Principal } from './events.ts';
import { globMaxChars, globTextMaxChars } from './limits.ts';
import { principalName } from './principal.ts';

const CACHE_MAX = 1_000;
const ANY_ONE = '?';

/** What stands between the stars: `a*b?c*` is `['a', 'b?c', '']`. */
const compiled = new Map<string, readonly string[]>();

function partsOf(glob: string): readonly string[] {
  const known = compiled.get(glob);
  if (known !== undefined) return known;
  // Globs come from policies and events: whoever writes many of them may cost us time, but no memory.
  if (compiled.size >= CACHE_MAX) compiled.clear();
  const parts = glob.split(/\*+/);
  compiled.set(glob, parts);
  return parts;
}

function matchesAt(part: string, text: string, at: number): boolean {
  if (at < 0 || at + part.length > text.length) return false;
  for (let i = 0; i < part.length; i += 1) {
    if (part[i] !== ANY_ONE && part[i] !== text[at + i]) return false;
  }
  return true;
}

/** Where `part` first stands in `text` from `from` on, or -1. */
function find(part: string, text: string, from: number): number {
  if (!part.includes(ANY_ONE)) return text.indexOf(part, from);
  for (let at = from; at + part.length <= text.length; at += 1) {
    if (matchesAt(part, text, at)) return at;
  }
  return -1;
}

/**
 * Whether the glob describes the whole text. `*` is any run of characters, `/` and none included; `?` is exactly one
 * UTF-16 code unit; everything else is itself, upper and lower case told apart.
 *
 * Never goes back over what it has matched, so no glob makes it slow. A glob over 512 characters or a text over 4,096
 * matches nothing.
 *
 * @example matchesGlob('s3://backups/*', 's3://backups/2026/weights.bin') // true
 */
export function matchesGlob(glob: string, text: string): boolean {
  if (glob === '*' || glob === text) return text.length <= globTextMaxChars && glob.length <= globMaxChars;
  if (glob.length > globMaxChars || text.length > globTextMaxChars) return false;
  const parts = partsOf(glob);
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (parts.length === 1) return text.length === first.length && matchesAt(first, text, 0);
  if (!matchesAt(first, text, 0) || text.length < first.length + last.length) return false;

  const end = text.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = find(part, text, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return matchesAt(last, text, end);
}

/** Whether any of the globs describes `kind:id` of the principal, such as `controller:deployment/*`. */
export const matchesPrincipal = (globs: readonly string[], principal: Principal): boolean => {
  const name = principalName(principal);
  return globs.some((glob) => matchesGlob(glob, name));
};

// Controls and escapes, direction overrides, invisible characters, line separators, lone surrogates.
const UNREADABLE =
  /(?:[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Cf}]|\p{Default_Ignorable_Code_Point}|\p{Noncharacter_Code_Point})+/gu;

export const NAME_CHARS_MAX = 96;
export const SENTENCE_CHARS_MAX = 600;

/**
 * Text that an agent may have written, made fit for a person's eyes whatever the channel: one line, nothing that
 * moves the cursor, turns the writing direction or hides. A channel escapes its own markup on top of it.
 */
export function readable(text: string, charsMax = NAME_CHARS_MAX): string {
  // Cut before the expensive part; what is replaced never grows.
  const clean = text.slice(0, charsMax * 4).replace(UNREADABLE, '\uFFFD');
  const characters = [...clean];
  return characters.length <= charsMax && text.length <= charsMax * 4
    ? clean
    : `${characters.slice(0, charsMax - 1).join('')}…`;
}

const UNITS = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
  { ms: 1_000, name: 's' },
] as const;

/** `2.4 s`, `3 min 10 s`, `2 d 4 h`: two units at most. */
export function durationWords(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${Math.round(ms / 100) / 10} s`;
  const index = UNITS.findIndex((unit) => ms >= unit.ms);
  const large = UNITS[index] ?? UNITS[0];
  const small = UNITS[index + 1];
  const whole = Math.floor(ms / large.ms);
  const rest = small ? Math.floor((ms % large.ms) / small.ms) : 0;
  return rest > 0 && small ? `${whole} ${large.name} ${rest} ${small.name}` : `${whole} ${large.name}`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listWords(items: readonly string[], shown = 4): string {
  if (items.length > shown + 1) {
    return `${items.slice(0, shown).join(', ')} and ${items.length - shown} more`;
  }
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `2026-11-21 12:03:04.120 UTC` */
export const timeWords = (time: number): string => {
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? 'an unknown time'
    : date.toISOString().replace('T', ' ').replace('Z', ' UTC');
};

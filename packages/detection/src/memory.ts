import type { Picture } from './picture.ts';
import type { FleetState } from './state.ts';

/** What a rule may keep: plain and small, so that a checkpoint holds it. */
export type Remembered = string | number | boolean | readonly (string | number)[];

export interface MemoryEntry {
  value: Remembered;
  /** Fleet time from which it is forgotten. */
  until: number;
}

const ENTRIES_MAX = 10_000;
const CHARS_MAX = 4_096;
const TIMES_MAX = 1_000;

/**
 * What a rule remembers from one event to the next, in one fleet. Each rule has its own, of at most 10,000 entries:
 * the one touched longest ago makes room. It is part of the picture, so a checkpoint holds it.
 */
export class Memory {
  readonly #picture: Picture;
  readonly #rule: () => string;

  constructor(picture: Picture, rule: () => string) {
    this.#picture = picture;
    this.#rule = rule;
  }

  /** What was kept under this key, unless its time is over. */
  recall(key: string): Remembered | undefined {
    const entry = this.#picture.state.memories?.get(this.#rule())?.get(key);
    return entry && entry.until > this.#picture.state.now ? entry.value : undefined;
  }

  /**
   * Keeps a value under a key.
   *
   * @param forMs - How long. It then is forgotten.
   * @throws {RangeError} Key or value is over 4,096 characters, or a list over 1,000 entries.
   */
  remember(key: string, value: Remembered, forMs: number): void {
    if (key.length > CHARS_MAX || (typeof value === 'string' && value.length > CHARS_MAX)) {
      throw new RangeError(`a rule remembers at most ${CHARS_MAX} characters under a key`);
    }
    if (typeof value === 'object' && value.length > TIMES_MAX) {
      throw new RangeError(`a rule remembers lists of at most ${TIMES_MAX} entries`);
    }
    const { state } = this.#picture;
    state.memories ??= new Map();
    const entries = state.memories.get(this.#rule()) ?? new Map<string, MemoryEntry>();
    state.memories.set(this.#rule(), entries);
    // Taken out first, so that it goes to the end: the front is what was touched longest ago.
    entries.delete(key);
    entries.set(key, { value, until: state.now + forMs });
    if (entries.size > ENTRIES_MAX) entries.delete(entries.keys().next().value!);
  }

  forget(key: string): void {
    this.#picture.state.memories?.get(this.#rule())?.delete(key);
  }

  /** Notes that it happened now, and says how often it did within the time, this once included; at most 1,000. */
  tally(key: string, withinMs: number): number {
    const { now } = this.#picture.state;
    const known = this.recall(key);
    const times = Array.isArray(known) ? (known as readonly number[]) : [];
    const within = [...times.filter((time) => now - time <= withinMs), now].slice(-TIMES_MAX);
    // Whatever is as old as `withinMs` still counts: it must not be forgotten a moment early.
    this.remember(key, within, withinMs + 1);
    return within.length;
  }
}

/** Lets go of what no rule will recall; also of what rules that are gone have left. */
export function forgetStale({ memories, now }: FleetState): void {
  for (const [rule, entries] of memories ?? []) {
    for (const [key, { until }] of entries) if (until <= now) entries.delete(key);
    if (entries.size === 0) memories?.delete(rule);
  }
}

import { type Place, placeOfError, placeText } from './place.ts';

/** Keeps an eye on rules as they run, and tells what a person should know, once. */
export interface RuleWatch {
  failed(rule: string, error: unknown): void;
  took(rule: string, ms: number): void;
  /** Tells how often rules failed that did so more than once. */
  finish(): void;
}

const ONCE_MS_MAX = 250;
const MEAN_MS_MAX = 1;
const CALLS_MIN = 1_000;
const REASON_CHARS_MAX = 300;

/**
 * @param placeOf - Where a rule of the user's stands; undefined for a built-in one.
 * @param isTheirs - Whether a file is of the user's.
 * @param tell - One sentence for the operator.
 */
export function watchRules(
  placeOf: (rule: string) => Place | undefined,
  isTheirs: (file: string) => boolean,
  tell: (text: string) => void,
): RuleWatch {
  const failures = new Map<string, number>();
  const spent = new Map<string, { calls: number; ms: number; told: boolean }>();

  return {
    failed(rule, error) {
      const count = (failures.get(rule) ?? 0) + 1;
      failures.set(rule, count);
      if (count > 1) return;
      const standing = placeOf(rule);
      const place = standing && (placeOfError(error, isTheirs) ?? standing);
      const what = error instanceof Error ? `${error.name}: ${error.message}` : 'it threw what is no Error';
      const [reason = ''] = what.split('\n');
      tell(
        `rule ${rule} failed${place ? ` at ${placeText(place)}` : ' (built in; please report it)'}: ` +
          `${reason.slice(0, REASON_CHARS_MAX)}; it loses its turn each time, all other rules go on`,
      );
    },
    took(rule, ms) {
      const known = spent.get(rule) ?? { calls: 0, ms: 0, told: false };
      spent.set(rule, known);
      known.calls++;
      known.ms += ms;
      if (known.told) return;
      const mean = known.ms / known.calls;
      const slow = ms >= ONCE_MS_MAX ? `took ${Math.round(ms)} ms on one event` : undefined;
      const slowish =
        known.calls >= CALLS_MIN && mean > MEAN_MS_MAX ? `takes ${mean.toFixed(1)} ms an event` : undefined;
      if (!slow && !slowish) return;
      known.told = true;
      const place = placeOf(rule);
      tell(
        `rule ${rule}${place ? ` (${placeText(place)})` : ''} ${slow ?? slowish}; nothing else is detected meanwhile`,
      );
    },
    finish() {
      for (const [rule, count] of failures) {
        if (count > 1) tell(`rule ${rule} failed ${count} times in all`);
      }
    },
  };
}

export interface Backoff {
  /** Milliseconds after the first failure. Default 1 s. */
  firstMs: number;
  /** Default 5 min. */
  longestMs: number;
  /** How many tries before a message becomes a dead letter. Default 50: an outage of some hours. */
  attemptsMax: number;
}

export const defaultBackoff: Backoff = { firstMs: 1_000, longestMs: 300_000, attemptsMax: 50 };

/** Asking for longer than this is not honoured: an alert that comes a day late is none. */
const RETRY_AFTER_MS_MAX = 3_600_000;

/**
 * How long to wait after a failed try: doubling, of which a random half, so that channels that failed together do
 * not come back together. A receiver that names a time gets at least that.
 *
 * @param attempts - Tries so far, from 1.
 * @param random - 0 (inclusive) to 1 (exclusive).
 */
export function delayAfter(attempts: number, backoff: Backoff, random: number, afterMs = 0): number {
  const whole = Math.min(backoff.longestMs, backoff.firstMs * 2 ** Math.min(attempts - 1, 30));
  return Math.max(Math.round(whole / 2 + (whole / 2) * random), Math.min(afterMs, RETRY_AFTER_MS_MAX));
}

/** Counts by hour of fleet time, for a bounded number of keys; those of past hours are forgotten first. */
export type Hourly<Tally> = Map<string, { hour: number; tally: Tally }>;

const HOUR_MS = 3_600_000;
const KEYS_MAX = 10_000;

export const hourOf = (timeMs: number): number => Math.floor(timeMs / HOUR_MS);

/** The tally of this key in this hour, begun if there is none yet. */
export function tallyOf<Tally>(
  hourly: Hourly<Tally>,
  key: string,
  now: number,
  begin: () => Tally,
  ended: (tally: Tally) => void = () => {},
): Tally {
  const hour = hourOf(now);
  const known = hourly.get(key);
  if (known?.hour === hour) return known.tally;
  if (known) {
    hourly.delete(key);
    ended(known.tally);
  } else if (hourly.size >= KEYS_MAX) {
    const [[oldest, gone]] = hourly as unknown as [[string, { tally: Tally }]];
    hourly.delete(oldest);
    ended(gone.tally);
  }
  const begun = { hour, tally: begin() };
  hourly.set(key, begun);
  return begun.tally;
}

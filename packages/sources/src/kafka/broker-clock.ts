const WINDOW_MS = 300_000;
/** Where no record has shown it. */
const UNKNOWN_MS = 1_000;

/** What time it is where records are given theirs, never later than it is. */
export interface BrokerClock {
  /** A record of that time was in our hands at this one. */
  seen(place: string, appendTimeMs: number, atMs: number): void;
  /** The brokers' time of a moment here. */
  timeAt(place: string, atMs: number): number;
}

interface Sample {
  /** Here minus there, at least. What was underway for long says little, so the least counts. */
  least: number;
  before: number;
  sinceMs: number;
}

/**
 * Learns how far our clock is ahead of the brokers', from the time records need at the very least. A place that
 * showed nothing lately is taken to be like the worst of the others; nothing is taken to be worse than a second.
 */
export function createBrokerClock(): BrokerClock {
  const samples = new Map<string, Sample>();

  const aheadAt = (sample: Sample | undefined, atMs: number): number | undefined => {
    if (!sample || atMs - sample.sinceMs > 2 * WINDOW_MS) return undefined;
    return Math.min(sample.least, sample.before);
  };

  return {
    seen(place, appendTimeMs, atMs) {
      const ahead = atMs - appendTimeMs;
      const sample = samples.get(place);
      if (!sample) samples.set(place, { least: ahead, before: Number.POSITIVE_INFINITY, sinceMs: atMs });
      else if (atMs - sample.sinceMs > WINDOW_MS) {
        samples.set(place, { least: ahead, before: sample.least, sinceMs: atMs });
      } else sample.least = Math.min(sample.least, ahead);
    },
    timeAt(place, atMs) {
      const own = aheadAt(samples.get(place), atMs);
      const others = [...samples.values()].flatMap((sample) => aheadAt(sample, atMs) ?? []);
      const ahead = own ?? (others.length > 0 ? Math.max(...others) : UNKNOWN_MS);
      return Math.floor(atMs - Math.min(ahead, UNKNOWN_MS));
    },
  };
}

import { timeMsMax, timeMsMin } from './limits.ts';
import { readRfc3339Text } from './read-rfc3339.ts';

/** RFC 3339 text or epoch milliseconds to whole epoch milliseconds; undefined where it is neither, or not 1970 to 2200. */
export function readTime(value: unknown): number | undefined {
  const timeMs =
    typeof value === 'number'
      ? Math.trunc(value)
      : typeof value === 'string'
        ? readRfc3339Text(value)
        : Number.NaN;
  return timeMs >= timeMsMin && timeMs <= timeMsMax ? timeMs + 0 : undefined;
}

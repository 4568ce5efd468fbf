const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const CENTURY_MS = 36_525 * unitMs.d;
const NUMBER_AND_UNIT = /^(\d{1,12}(?:\.\d{1,6})?) ?(ms|s|m|h|d)$/;

/** `15s`, `500ms`, `10m`, `1.5h` or `7d` in milliseconds, or a number as it stands; undefined for all else, and over 100 years. */
export function parseDuration(value: string | number): number | undefined {
  const match = typeof value === 'string' ? NUMBER_AND_UNIT.exec(value.trim()) : null;
  const ms =
    typeof value === 'number'
      ? value
      : match
        ? Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]
        : NaN;
  return ms >= 0 && ms <= CENTURY_MS ? Math.round(ms) : undefined;
}

const parts = [
  ['d', unitMs.d],
  ['h', unitMs.h],
  ['min', unitMs.m],
  ['s', unitMs.s],
] as const;

/** For people: `850 ms`, `1.5 s`, `4 min 12 s`, `3 d 4 h`. The two largest units, what is finer cut off. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, Math.trunc(durationMs));
  if (ms < unitMs.s) return `${ms} ms`;
  if (ms < 10 * unitMs.s) return `${Math.trunc(ms / 100) / 10} s`;
  const largest = parts.findIndex(([, size]) => ms >= size);
  let rest = ms;
  const shown = parts.slice(largest, largest + 2).map(([unit, size]) => {
    const count = Math.trunc(rest / size);
    rest -= count * size;
    return count === 0 ? '' : `${count} ${unit}`;
  });
  return shown.filter((part) => part !== '').join(' ');
}

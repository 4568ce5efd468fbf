import type { DoorHealth } from '../../api/generated/schemas.ts';

export const MINUTE_MS = 60_000;
type Minute = DoorHealth['minutes'][number];

/** One of each minute up to `until`, the oldest first; where nothing was counted, it was nothing. */
export function everyMinute(minutes: readonly Minute[], count: number, until: number): Minute[] {
  const known = new Map(minutes.map((one) => [one.minute, one]));
  const last = Math.floor((until - 1) / MINUTE_MS) * MINUTE_MS;
  return Array.from({ length: count }, (_, index) => {
    const minute = last - (count - 1 - index) * MINUTE_MS;
    return known.get(minute) ?? { minute, events: 0, lost: 0, rejected: 0, dropped: 0, lag: null };
  });
}

/** The points of a line through the values, from side to side and never out of the box. */
export function linePath(values: readonly number[], width: number, height: number): string {
  const most = Math.max(1, ...values);
  const step = width / Math.max(1, values.length - 1);
  return values
    .map(
      (value, index) =>
        `${index === 0 ? 'M' : 'L'}${round(index * step)},${round(height - (value / most) * height)}`,
    )
    .join('');
}

const round = (value: number): number => Math.round(value * 10) / 10;

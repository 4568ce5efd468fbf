import type { Span } from './lanes.ts';

const SPAN_MS_MIN = 50;

/** Nearer or farther, so that `at` stays where it is; never beyond the whole. */
export function zoomed({ from, to }: Span, factor: number, at: number, whole: Span): Span {
  const wide = whole.to - whole.from;
  const width = Math.min(wide, Math.max(Math.min(SPAN_MS_MIN, wide), (to - from) * factor));
  const share = to > from ? (at - from) / (to - from) : 0.5;
  return within({ from: at - share * width, to: at + (1 - share) * width }, whole);
}

/** Earlier or later, as far as there is anything. */
export const panned = ({ from, to }: Span, byMs: number, whole: Span): Span =>
  within({ from: from + byMs, to: to + byMs }, whole);

function within({ from, to }: Span, whole: Span): Span {
  const shift = from < whole.from ? whole.from - from : to > whole.to ? whole.to - to : 0;
  return { from: from + shift, to: to + shift };
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500]
  .concat([1, 2, 5, 10, 15, 30].map((s) => s * 1_000))
  .concat([1, 2, 5, 10, 15, 30].map((min) => min * 60_000))
  .concat([1, 2, 3, 6, 12, 24, 48, 168].map((h) => h * 3_600_000));

/** Round moments for an axis, so many at most. */
export function ticksOf({ from, to }: Span, max: number): { at: number; step: number }[] {
  const step = steps.find((one) => (to - from) / one <= max) ?? (to - from) / max;
  const zone = new Date(from).getTimezoneOffset() * 60_000;
  const first = Math.ceil((from - zone) / step) * step + zone;
  const ticks = [];
  for (let at = first; at <= to && ticks.length <= max; at += step) ticks.push({ at, step });
  return ticks;
}

/** The place of the first item at or after a time, in a list by time. */
export function firstAt(marks: readonly { at: number }[], time: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.at ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The mark nearest to a time, within a reach. */
export function nearestMark<Mark extends { at: number }>(
  marks: readonly Mark[],
  time: number,
  reachMs: number,
): Mark | undefined {
  const index = firstAt(marks, time);
  const around = [marks[index - 1], marks[index]].filter((mark) => mark !== undefined);
  const [near] = around.sort((one, other) => Math.abs(one.at - time) - Math.abs(other.at - time));
  return near && Math.abs(near.at - time) <= reachMs ? near : undefined;
}

import type { DoorHealth } from '../../api/generated/schemas.ts';
import { durationText } from '../../ui/time.tsx';

const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const EXACT_MAX = 99_999;

/** All digits while there is room for them. */
export const countText = (count: number): string =>
  count <= EXACT_MAX ? count.toLocaleString() : compact.format(count);

/** `12.3/s`; below one a second, a minute says more. */
export function rateText(perSecond: number): string {
  if (perSecond === 0) return '0/s';
  if (perSecond < 1) return `${(perSecond * 60).toFixed(perSecond * 60 < 10 ? 1 : 0)}/min`;
  return perSecond < 100 ? `${perSecond.toFixed(1)}/s` : `${countText(Math.round(perSecond))}/s`;
}

/** Of whatever is counted by reason. */
export const totalOf = (byReason: DoorHealth['rejected']): number =>
  Object.values(byReason).reduce((sum, times) => sum + times, 0);

/** By how much clocks of senders are ahead of ours; behind is negative. */
export const skewText = (ms: number): string =>
  Math.abs(ms) < 1 ? 'in step' : `${durationText(ms)} ${ms > 0 ? 'ahead' : 'behind'}`;

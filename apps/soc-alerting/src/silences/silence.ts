import type { Matcher } from '../pipeline/matcher.ts';

/** Somebody's wish not to hear of something for a time. */
export interface Silence {
  id: string;
  matchers: Matcher[];
  reason: string;
  /** Who made it: from a credential, never from what was said. */
  createdBy: string;
  createdAt: number;
  startsAt: number;
  endsAt: number;
  /** Who ended it before its time. */
  expiredBy: string | null;
  expiredAt: number | null;
}

export type SilenceState = 'pending' | 'active' | 'expired';

/** What is found when a silence covers an agent under containment. No silence keeps it quiet. */
export const CONTAINMENT_SILENCED = 'containment-silenced';

export const SILENCE_MS_MAX = 30 * 86_400_000;
export const SILENCE_REASON_CHARS_MAX = 1_000;
export const SILENCE_MATCHERS_MAX = 20;

export const stateOf = ({ startsAt, endsAt, expiredAt }: Silence, now: number): SilenceState =>
  expiredAt !== null || endsAt <= now ? 'expired' : startsAt > now ? 'pending' : 'active';

import { type Labels, labelNames } from '../pipeline/labels.ts';
import { type Matcher, matchesAll } from '../pipeline/matcher.ts';

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

export const SILENCE_MS_MAX = 30 * 86_400_000;
export const SILENCE_REASON_CHARS_MAX = 1_000;
export const SILENCE_MATCHERS_MAX = 20;

export const stateOf = ({ startsAt, endsAt, expiredAt }: Silence, now: number): SilenceState =>
  expiredAt !== null || endsAt <= now ? 'expired' : startsAt > now ? 'pending' : 'active';

/**
 * Whether the silence could cover findings about this agent: what it asks of fleet and agent holds, whatever else
 * it asks.
 */
export function couldCover(
  { matchers }: Pick<Silence, 'matchers'>,
  agent: { fleet: string; agent: string },
): boolean {
  const labels = { ...nothing, ...agent };
  return matchesAll(
    matchers.filter(({ label }) => label === 'fleet' || label === 'agent'),
    labels,
  );
}

const nothing = Object.fromEntries(labelNames.map((name) => [name, ''])) as Labels;

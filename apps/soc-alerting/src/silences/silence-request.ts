import { z } from 'zod';
import { type Matcher, parseMatcher } from '../pipeline/matcher.ts';
import { SILENCE_MATCHERS_MAX, SILENCE_MS_MAX, SILENCE_REASON_CHARS_MAX } from './silence.ts';

const MATCHER_CHARS_MAX = 1_024;
const SILENCE_MS_MIN = 60_000;

/** What somebody asks for. Who asks does not stand in it: that is known by the credential. */
export const silenceRequest = z.strictObject({
  matchers: z.array(z.string().max(MATCHER_CHARS_MAX)).min(1).max(SILENCE_MATCHERS_MAX),
  reason: z.string().trim().min(1).max(SILENCE_REASON_CHARS_MAX),
  /** Milliseconds from its start. */
  forMs: z.int().min(SILENCE_MS_MIN).max(SILENCE_MS_MAX),
  /** Epoch milliseconds. Default now. */
  startsAt: z.int().min(0).optional(),
});

export interface WantedSilence {
  matchers: Matcher[];
  reason: string;
  startsAt: number;
  endsAt: number;
}

export type ReadSilence = { kind: 'silence'; wanted: WantedSilence } | { kind: 'invalid'; reason: string };

const START_AHEAD_MS_MAX = 30 * 86_400_000;

/** Reads a request for a silence, and says what is wrong with it. */
export function readSilence(given: unknown, now: number): ReadSilence {
  const read = silenceRequest.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    return invalid(`${issue?.path.join('.') || 'the silence'}: ${issue?.message ?? 'not as it must be'}`);
  }
  const { reason, forMs, startsAt = now } = read.data;
  const matchers: Matcher[] = [];
  for (const [index, text] of read.data.matchers.entries()) {
    const parsed = parseMatcher(text);
    if (parsed.kind === 'invalid') return invalid(`matchers.${index}: ${parsed.reason}`);
    matchers.push(parsed.matcher);
  }
  // What only says what it is not about would be about nearly everything.
  if (!matchers.some(({ operator, value }) => (operator === '=' && value !== '') || operator === '=~')) {
    return invalid('matchers: at least one must say what it is about, with = or =~');
  }
  if (startsAt > now + START_AHEAD_MS_MAX) return invalid('startsAt: at most 30 days from now');
  const start = Math.max(startsAt, now);
  return { kind: 'silence', wanted: { matchers, reason, startsAt: start, endsAt: start + forMs } };
}

const invalid = (reason: string): ReadSilence => ({ kind: 'invalid', reason });

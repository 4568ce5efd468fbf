import { parseDuration } from '@mortsafe/agent-events/duration';
import { z } from 'zod';

/** What stands in many places of `mortsafe.yaml`, and is the same in each. */
export const glob = z.string().min(1).max(256);
export const text = z.string().min(1).max(1_024);
export const httpUrl = z.url({ protocol: /^https?$/ });

/**
 * A duration, in milliseconds once it is read.
 *
 * @param fits - Whether it may be so long.
 * @param words - What it must be, for people.
 */
export const durationThat = (fits: (durationMs: number) => boolean, words: string) =>
  z.union([z.string(), z.number()]).transform((value, context) => {
    const durationMs = parseDuration(value);
    if (durationMs !== undefined && fits(durationMs)) return durationMs;
    context.addIssue(words);
    return z.NEVER;
  });

import { z } from 'zod';
import type { AgentEvent } from './events.ts';
import { idMaxChars } from './limits.ts';
import { parseAgentEvent } from './parse-agent-event.ts';
import { readTime } from './read-time.ts';

/** What lines from service to service are made of. */

/** Names of principals are a kind and an id; order ids of implied orders have a prefix. */
export const wireName = z.string().max(idMaxChars * 2);

export const wireCount = z.int().min(0);

export const wireTime = z.unknown().transform((value, context): number => {
  const timeMs = readTime(value);
  if (timeMs !== undefined) return timeMs;
  context.addIssue('must be RFC 3339 or epoch milliseconds');
  return z.NEVER;
});

export const wireEvent = z.unknown().transform((value, context): AgentEvent => {
  const parsed = parseAgentEvent(value);
  if (parsed.kind === 'event') return parsed.event;
  context.addIssue(parsed.reason);
  return z.NEVER;
});

/** The first thing that is wrong, and where. */
export const wireProblem = (error: z.ZodError, whole: string): string => {
  const [issue] = error.issues;
  return `${issue?.path.join('.') || whole}: ${issue?.message}`;
};

export const rfc3339 = (timeMs: number): string => new Date(timeMs).toISOString();

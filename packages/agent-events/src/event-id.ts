import { hash } from 'node:crypto';
import { idMaxChars } from './limits.ts';

/**
 * An id for an event whose producer gave none: the same event read twice gets the same one.
 *
 * A span is one activity, so trace and span say it all. Several log records may stand within one span, so theirs
 * adds what they say; else the second of them would count as a repetition of the first. When it was observed
 * is left out, for that differs from one delivery of the same event to the next.
 */
export function idFromContent(event: Readonly<Record<string, unknown>>, timeIsClaimed: boolean): string {
  const { type, traceId, spanId } = event;
  const traced =
    typeof traceId === 'string' && typeof spanId === 'string' ? `${traceId}:${spanId}` : undefined;
  if (traced !== undefined && type === 'agent.activity' && traced.length <= idMaxChars) return traced;

  const { id: _id, observedTime: _observed, time, ...rest } = event;
  const digest = hash('sha256', JSON.stringify(timeIsClaimed ? [time, rest] : rest), 'hex');
  const id = traced === undefined ? digest : `${traced}:${digest}`;
  return id.length <= idMaxChars ? id : digest;
}

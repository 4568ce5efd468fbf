import { isUtf8 } from 'node:buffer';
import type { AgentEvent } from '../events.ts';
import { parseAgentEvent } from '../parse-agent-event.ts';
import { serialiseAgentEvent } from '../serialise-agent-event.ts';
import type { DecodedMessage } from './decode-message.ts';
import { DOORS_MAX, type DoorProgress, isDoorProgress } from './door-progress.ts';
import { type DoorsClosed, isDoorsClosed } from './doors-closed.ts';

/** Events for people to read: one JSON object a line. About six times as slow, and as long, as the compact way. */
export const encodeEventsAsJson = (events: readonly AgentEvent[]): Buffer =>
  Buffer.from(events.map(serialiseAgentEvent).join('\n'));

export const encodeProgressAsJson = (progress: readonly DoorProgress[]): Buffer =>
  Buffer.from(JSON.stringify({ progress }));

export const encodeDoorsClosedAsJson = ({ from, to }: DoorsClosed): Buffer =>
  Buffer.from(JSON.stringify({ closed: { from, to } }));

/** Lines of events, or one of progress or of closed doors. Never throws. */
export function decodeJsonLines(bytes: Uint8Array): DecodedMessage {
  if (!isUtf8(bytes)) return { kind: 'reject', reason: 'not valid UTF-8' };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  const events: AgentEvent[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return { kind: 'reject', reason: 'not valid JSON' };
    }
    const said = saidIn(value);
    if (said) return said;
    const parsed = parseAgentEvent(value);
    if (parsed.kind === 'reject') return parsed;
    events.push(parsed.event);
  }
  return { kind: 'events', events };
}

function saidIn(value: unknown): DecodedMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('progress' in value) return progressIn(value.progress);
  return 'closed' in value ? closedIn(value.closed) : undefined;
}

function closedIn(value: unknown): DecodedMessage {
  if (!isDoorsClosed(value)) return { kind: 'reject', reason: 'closed must be from one time to a later one' };
  return { kind: 'closed', closed: { from: value.from, to: value.to } };
}

function progressIn(value: unknown): DecodedMessage {
  if (!Array.isArray(value) || value.length > DOORS_MAX || !value.every(isDoorProgress)) {
    return { kind: 'reject', reason: 'progress must be a list of doors and times' };
  }
  const doors = value.map(({ door, partition, partitions, readUpTo }) => ({
    door,
    partition,
    partitions,
    readUpTo,
  }));
  return { kind: 'progress', doors };
}

import type { AgentEvent } from '../events.ts';
import { ByteReader, MalformedError } from './byte-reader.ts';
import { decodeEvents } from './decode-events.ts';
import { decodeJsonLines } from './decode-json-lines.ts';
import { type DoorProgress, decodeProgress } from './door-progress.ts';
import { type DoorsClosed, decodeDoorsClosed } from './doors-closed.ts';
import { EventBatch } from './event-batch.ts';
import { BRACE, CLOSED, EVENTS, PROGRESS, VERSION } from './message-head.ts';

/** What one message of `mortsafe.agent-events` holds. */
export type DecodedMessage = { kind: 'events'; events: AgentEvent[] } | OtherMessage;

/** The same, of events that are not objects yet. */
export type ReadMessage = { kind: 'events'; batch: EventBatch } | OtherMessage;

type OtherMessage =
  | { kind: 'progress'; doors: DoorProgress[] }
  | { kind: 'closed'; closed: DoorsClosed }
  | { kind: 'reject'; reason: string };

/**
 * Reads a message of `mortsafe.agent-events`, compact or JSON, of this version or an older one. Never throws.
 *
 * It is read whole or rejected: what it gives is what `parseAgentEvent` would take.
 *
 * @example
 * const decoded = decodeMessage(message.value);
 * if (decoded.kind === 'events') for (const event of decoded.events) detector.take(event);
 */
export function decodeMessage(bytes: Uint8Array): DecodedMessage {
  const read = readMessage(bytes);
  return read.kind === 'events' ? { kind: 'events', events: read.batch.eventsFrom(0) } : read;
}

/** As `decodeMessage`, and makes no object of a heartbeat. The bytes must stay as they are while the batch is used. */
export function readMessage(bytes: Uint8Array): ReadMessage {
  if (bytes[0] === BRACE) {
    const decoded = decodeJsonLines(bytes);
    return decoded.kind === 'events' ? { kind: 'events', batch: EventBatch.of(decoded.events) } : decoded;
  }
  if (bytes.length === 0) return { kind: 'reject', reason: 'the message is empty' };
  if (bytes[0] !== VERSION) return { kind: 'reject', reason: `version ${bytes[0]} is not known here` };
  try {
    const reader = new ByteReader(bytes);
    reader.position = 2;
    if (bytes[1] === EVENTS) return { kind: 'events', batch: decodeEvents(reader) };
    if (bytes[1] === PROGRESS) return { kind: 'progress', doors: decodeProgress(reader) };
    if (bytes[1] === CLOSED) return { kind: 'closed', closed: decodeDoorsClosed(reader) };
    return { kind: 'reject', reason: `kind ${bytes[1]} is not known here` };
  } catch (error) {
    if (error instanceof MalformedError) return { kind: 'reject', reason: error.message };
    throw error;
  }
}

import { contradictionIn } from '../contradictions.ts';
import type { AgentEvent } from '../events.ts';
import { idMaxChars } from '../limits.ts';
import { type ByteReader, MalformedError } from './byte-reader.ts';
import { EventBatch } from './event-batch.ts';
import { columnsFor, readBeat } from './read-beat.ts';
import { readTextTable, type TextTable } from './read-text-table.ts';
import { readTimeNear, readValue } from './read-value.ts';
import {
  AGENT,
  HOST,
  INSTANCE,
  PARENT_SPAN_ID,
  REPORTER,
  readShape,
  SENDER,
  type Shape,
  SPAN_ID,
  TRACE_ID,
} from './shape.ts';

/** Of one message; what is written holds fewer. */
const EVENTS_MAX = 10_000;

/** Types whose fields must agree with each other. */
const agreeing: ReadonlySet<string> = new Set(['kill.ordered', 'relaunch.authorised']);

/** @throws {MalformedError} */
export function decodeEvents(reader: ByteReader): EventBatch {
  const texts = readTextTable(reader);
  const fleet = nameIn(texts, reader);
  const shapes = readShapes(reader);
  const count = reader.count();
  if (count > EVENTS_MAX) throw new MalformedError(`more than ${EVENTS_MAX} events in one message`);
  const beats = columnsFor(count, texts);
  const times = new Float64Array(count);
  const events: (AgentEvent | undefined)[] = new Array(count).fill(undefined);
  const batch = new EventBatch(fleet, times, events, beats);
  let observedTime = 0;
  let objects = 0;
  for (let at = 0; at < count; at++) {
    const shape = shapes[reader.varint()];
    if (!shape) throw new MalformedError('an event has no shape');
    if (beats && shape.isOwnBeat) {
      const sender = readBeat(shape, at, observedTime, reader, texts, times, beats);
      // Whoever speaks as another is looked at.
      if (sender !== undefined) events[at] = batch.beatAt(at, sender);
    } else {
      const event = readEvent(shape, fleet, observedTime, reader, texts);
      times[at] = event.observedTime;
      events[at] = event;
    }
    if (events[at]) objects++;
    observedTime = times[at]!;
  }
  if (reader.left > 0) throw new MalformedError('more bytes than events');
  // Objects have texts of their own, and need nothing of the message.
  return objects === count ? new EventBatch(fleet, times, events) : batch;
}

function readShapes(reader: ByteReader): Shape[] {
  const shapes: Shape[] = [];
  for (let left = reader.count(); left > 0; left--) {
    const length = reader.count();
    shapes.push(readShape(reader.buffer.subarray(reader.position, reader.position + length)));
    reader.position += length;
  }
  return shapes;
}

function nameIn(texts: TextTable, reader: ByteReader): string {
  const name = texts.text(reader);
  if (name.length === 0 || name.length > idMaxChars) throw new MalformedError('a name is out of bounds');
  return name;
}

interface Names {
  sender?: string;
  agent?: string;
  instance?: string;
  reporter?: string;
  host?: string;
  traceId?: string;
  spanId?: string;
  parentSpanId?: string;
}

/** Each name by its own line and in no loop: that is several times as fast, and every event passes here. */
function readEvent(
  { type, origin, names, own }: Shape,
  fleet: string,
  before: number,
  reader: ByteReader,
  texts: TextTable,
): AgentEvent {
  const id = nameIn(texts, reader);
  const observedTime = readTimeNear(before, reader);
  const time = readTimeNear(observedTime, reader);
  const event: Names & { [name: string]: unknown } = { id, type, time, observedTime, origin, fleet };
  if (names & SENDER) event.sender = nameIn(texts, reader);
  if (names & AGENT) event.agent = nameIn(texts, reader);
  if (names & INSTANCE) event.instance = nameIn(texts, reader);
  if (names & REPORTER) event.reporter = nameIn(texts, reader);
  if (names & HOST) event.host = nameIn(texts, reader);
  if (names & TRACE_ID) event.traceId = nameIn(texts, reader);
  if (names & SPAN_ID) event.spanId = nameIn(texts, reader);
  if (names & PARENT_SPAN_ID) event.parentSpanId = nameIn(texts, reader);
  for (let at = 0; at < own.length; at++) {
    const field = own[at] as Shape['own'][number];
    event[field.name] = readValue(field, reader, texts, observedTime);
  }
  // Every field was read by the table, which the compiler holds against the interfaces.
  const whole = event as unknown as AgentEvent;
  if (agreeing.has(type)) {
    const contradiction = contradictionIn(whole);
    if (contradiction !== undefined) throw new MalformedError(contradiction);
  }
  return whole;
}

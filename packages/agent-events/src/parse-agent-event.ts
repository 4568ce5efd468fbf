import { type Body, bodyOf } from './event-body.ts';
import {
  AGENT,
  emptyHeld,
  FLEET,
  type Held,
  HOST,
  ID,
  INSTANCE,
  OBSERVED_TIME,
  ORIGIN,
  PARENT_SPAN_ID,
  REPORTER,
  SENDER,
  SPAN_ID,
  TIME,
  TRACE_ID,
  TYPE,
} from './field-slots.ts';
import { type Door, judgeEvent, type ParsedEvent, rejectType } from './judge-event.ts';

const held = emptyHeld();

function hold(raw: Readonly<Record<string, unknown>>, body: Body): Held {
  held[TYPE] = raw.type;
  held[ID] = raw.id;
  held[TIME] = raw.time;
  held[OBSERVED_TIME] = raw.observedTime;
  held[ORIGIN] = raw.origin;
  held[FLEET] = raw.fleet;
  held[SENDER] = raw.sender;
  held[AGENT] = raw.agent;
  held[INSTANCE] = raw.instance;
  held[REPORTER] = raw.reporter;
  held[HOST] = raw.host;
  held[TRACE_ID] = raw.traceId;
  held[SPAN_ID] = raw.spanId;
  held[PARENT_SPAN_ID] = raw.parentSpanId;
  for (const { field, slot } of body.own) held[slot] = raw[field.name];
  return held;
}

/**
 * Turns whatever somebody sent into an agent event, or says why it is none. Never throws.
 *
 * Times come as RFC 3339 or epoch milliseconds and leave as epoch milliseconds; defaults are filled in; unknown
 * fields are left behind. Ids hold up to 256 UTF-16 code units, locations 2,048, free text 4,096; lists 1,000
 * entries. A reason that starts with `unknown type` tells a newer producer from a broken one.
 *
 * @param value - As `JSON.parse` returns it.
 * @param door - Where the event entered, if not by a file that says it itself.
 * @example
 * const parsed = parseAgentEvent(JSON.parse(line));
 * if (parsed.kind === 'reject') setAside(line, parsed.reason);
 */
export function parseAgentEvent(value: unknown, door?: Door): ParsedEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'reject', reason: 'not an object' };
  }
  const raw = value as Readonly<Record<string, unknown>>;
  const body = bodyOf(raw.type);
  return body === undefined ? rejectType(raw.type) : judgeEvent(hold(raw, body), body, door);
}

import { EVENT_NAME_PREFIX } from '../attributes.ts';
import { type Body, bodyOf } from '../event-body.ts';
import { agentEventTypes } from '../event-table.ts';
import type { AgentEvent, AgentEventType } from '../events.ts';
import {
  AGENT,
  emptyHeld,
  FLEET,
  HOST,
  INSTANCE,
  OBSERVED_TIME,
  ORIGIN,
  REPORTER,
  SPAN_ID,
  TIME,
  TRACE_ID,
} from '../field-slots.ts';
import { type Door, judgeEvent } from '../judge-event.ts';
import { selfTold } from '../log-attributes.ts';
import {
  type AttributeName,
  AttributeNames,
  isSame,
  MEANINGLESS,
  UNUSUAL,
  UNWANTED,
} from './attribute-names.ts';
import { isPlain, textOf } from './plain-text.ts';
import { usualHeartbeat } from './usual-heartbeat.ts';

/** What is known of a log record that does not stand in it. */
export interface LogRecordPlace {
  door: Door;
  /** What its resource says, unchecked, where the record does not. */
  fleet: unknown;
  instance: unknown;
  host: unknown;
}

/** Protobuf's tags of an OTLP log record, with their wire types. */
const TIME_TAG = 0x09;
const OBSERVED_TIME_TAG = 0x59;
const SEVERITY_NUMBER_TAG = 0x10;
const DROPPED_COUNT_TAG = 0x38;
const FLAGS_TAG = 0x45;
const SEVERITY_TEXT_TAG = 0x1a;
const BODY_TAG = 0x2a;
const ATTRIBUTE_TAG = 0x32;
const TRACE_ID_TAG = 0x4a;
const SPAN_ID_TAG = 0x52;
const EVENT_NAME_TAG = 0x62;

/** Of an attribute, and of its value. */
const KEY_TAG = 0x0a;
const VALUE_TAG = 0x12;
const TEXT_TAG = 0x0a;
const WHOLE_TAG = 0x18;

const RECORD_BYTES_MAX = 2_048;
const ATTRIBUTES_MAX = 128;
const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const WHOLE_BYTES_MAX = 7;
const MORE = 0x80;

/** A type whose fields are texts and numbers, one attribute each. */
interface PlainType {
  /** As the record names it. */
  name: Uint8Array;
  body: Body;
  /** Numbers may come as texts of digits; then they are not usual. */
  numbers: readonly number[];
  needsAgent: boolean;
  isSelfTold: boolean;
}

const isNumber = (kind: string): boolean => kind === 'whole' || kind === 'duration' || kind === 'time';

function plainType(type: AgentEventType): PlainType[] {
  const body = bodyOf(type);
  if (!body || body.own.some(({ field }) => field.kind === 'record' || field.kind === 'principal')) return [];
  return [
    {
      name: Buffer.from(EVENT_NAME_PREFIX + type),
      body,
      numbers: body.own.flatMap(({ field, slot }) => (isNumber(field.kind) ? [slot] : [])),
      needsAgent: body.requiredNames.includes('agent'),
      isSelfTold: selfTold.has(type),
    },
  ];
}

const plainTypes = agentEventTypes.flatMap(plainType);

/**
 * Reads OTLP log records from their bytes as nearly all of them are: named after an agent event, with its agent, and
 * attributes of plain texts and whole numbers.
 *
 * It never says no. Whatever is rare or wrong is left to those who read every record, and what it reads is what they
 * would.
 */
export class UsualLogReader {
  readonly #names: AttributeNames;
  readonly #held = emptyHeld();
  #first: AttributeName | undefined;
  #type: PlainType | undefined;
  #bytes: Buffer = Buffer.alloc(0);
  #timeMs = 0;
  #observedMs = 0;
  /** Where the last length or number ended. */
  #at = 0;

  /** @param wanted - Which attributes may be read; the rest may hold content. */
  constructor(wanted: (name: string) => boolean) {
    this.#names = new AttributeNames(wanted);
  }

  /** The event that stands there, whole; undefined where somebody else must look. */
  read(bytes: Buffer, start: number, end: number, place: LogRecordPlace): AgentEvent | undefined {
    if (end - start > RECORD_BYTES_MAX) return undefined;
    const held = this.#held;
    held.fill(undefined);
    this.#bytes = bytes;
    this.#type = undefined;
    if (!this.#readRecord(start, end)) return undefined;
    const type = this.#type as PlainType | undefined;
    if (type === undefined) return undefined;
    for (const slot of type.numbers) if (typeof held[slot] === 'string') return undefined;
    held[FLEET] ||= place.fleet;
    if (type.needsAgent && held[AGENT] === undefined) return undefined;
    if (type.isSelfTold && (held[REPORTER] === undefined || held[REPORTER] === held[AGENT])) {
      held[INSTANCE] ??= place.instance;
      held[HOST] ??= place.host;
    }
    held[TIME] = this.#timeMs || this.#observedMs || undefined;
    return this.#judge(type.body, place.door);
  }

  #judge(body: Body, door: Door): AgentEvent | undefined {
    const held = this.#held;
    if (body.type === 'agent.heartbeat' && door.sender === undefined && door.fleet === undefined) {
      held[ORIGIN] = door.origin;
      held[OBSERVED_TIME] = door.observedTime;
      const heartbeat = usualHeartbeat(held);
      if (heartbeat !== undefined) return heartbeat;
    }
    const judged = judgeEvent(held, body, door);
    return judged.kind === 'event' ? judged.event : undefined;
  }

  #readRecord(start: number, end: number): boolean {
    const bytes = this.#bytes;
    this.#timeMs = 0;
    this.#observedMs = 0;
    let expected = this.#first;
    let previous: AttributeName | undefined;
    let attributes = 0;
    for (let at = start; at < end; ) {
      const tag = bytes[at++];
      if (tag === TIME_TAG || tag === OBSERVED_TIME_TAG) {
        if (at + 8 > end) return false;
        const ms = nanosAsMs(bytes, at);
        if (tag === TIME_TAG) this.#timeMs = ms;
        else this.#observedMs = ms;
        at += 8;
        continue;
      }
      if (tag === SEVERITY_NUMBER_TAG || tag === DROPPED_COUNT_TAG) {
        if (at >= end || (bytes[at++] as number) >= MORE) return false;
        continue;
      }
      if (tag === FLAGS_TAG) {
        at += 4;
        if (at > end) return false;
        continue;
      }
      const next = this.#spanEnd(at, end);
      if (next < 0) return false;
      at = this.#at;
      if (tag === ATTRIBUTE_TAG) {
        if (++attributes > ATTRIBUTES_MAX) return false;
        const name = this.#readAttribute(at, next, expected);
        if (name === undefined) return false;
        if (previous === undefined) this.#first = name;
        else previous.following = name;
        previous = name;
        expected = name.following;
      } else if (tag === EVENT_NAME_TAG) {
        this.#type = this.#typeAt(at, next);
        if (this.#type === undefined) return false;
      } else if (tag === TRACE_ID_TAG || tag === SPAN_ID_TAG) {
        if (!this.#readId(tag === TRACE_ID_TAG ? TRACE_ID : SPAN_ID, at, next)) return false;
      } else if (tag !== BODY_TAG && tag !== SEVERITY_TEXT_TAG) return false;
      at = next;
    }
    return true;
  }

  /** Reads the attribute between two positions, whichever of its name and its value comes first. */
  #readAttribute(start: number, end: number, expected: AttributeName | undefined): AttributeName | undefined {
    const bytes = this.#bytes;
    const keyFirst = bytes[start] === KEY_TAG;
    if (!keyFirst && bytes[start] !== VALUE_TAG) return undefined;
    const firstEnd = this.#spanEnd(start + 1, end);
    const first = this.#at;
    if (firstEnd < 0 || firstEnd >= end || bytes[firstEnd] !== (keyFirst ? VALUE_TAG : KEY_TAG))
      return undefined;
    if (this.#spanEnd(firstEnd + 1, end) !== end) return undefined;
    const second = this.#at;
    const name = keyFirst
      ? this.#names.find(bytes, first, firstEnd, expected)
      : this.#names.find(bytes, second, end, expected);
    if (name === undefined || name.use === UNUSUAL) return undefined;
    if (name.use === UNWANTED) return name;
    const isRead = keyFirst
      ? this.#readValue(second, end, name.use)
      : this.#readValue(first, firstEnd, name.use);
    return isRead ? name : undefined;
  }

  #readValue(start: number, end: number, use: number): boolean {
    const bytes = this.#bytes;
    const tag = bytes[start];
    if (start >= end) return false;
    if (tag === TEXT_TAG) {
      if (this.#spanEnd(start + 1, end) !== end || !isPlain(bytes, this.#at, end)) return false;
      if (use !== MEANINGLESS) this.#held[use] = textOf(bytes, this.#at, end);
      return true;
    }
    if (tag !== WHOLE_TAG) return false;
    const value = this.#whole(start + 1, end);
    if (value < 0) return false;
    if (use !== MEANINGLESS) this.#held[use] = value;
    return true;
  }

  /** An id of zeros is none. */
  #readId(slot: number, start: number, end: number): boolean {
    if (start === end) {
      this.#held[slot] = undefined;
      return true;
    }
    if (end - start !== (slot === TRACE_ID ? TRACE_ID_BYTES : SPAN_ID_BYTES)) return false;
    const hex = this.#bytes.toString('hex', start, end);
    this.#held[slot] = /^0*$/.test(hex) ? undefined : hex;
    return true;
  }

  #typeAt(start: number, end: number): PlainType | undefined {
    const bytes = this.#bytes;
    for (const type of plainTypes) if (isSame(type.name, bytes, start, end)) return type;
    return undefined;
  }

  /** Where a value of some length ends, whose length stands here; `#at` is where it begins. */
  #spanEnd(start: number, limit: number): number {
    const bytes = this.#bytes;
    let at = start;
    let length = bytes[at++] as number;
    if (length >= MORE) {
      const high = bytes[at++] as number;
      if (high >= MORE) return -1;
      length = (length & 0x7f) | (high << 7);
    }
    this.#at = at;
    // What stands beyond the end of the bytes is no number, and neither is this.
    return at + length <= limit ? at + length : -1;
  }

  /** The number that fills these bytes: up to 2^49, without a sign. */
  #whole(start: number, end: number): number {
    const bytes = this.#bytes;
    if (end <= start || end - start > WHOLE_BYTES_MAX) return -1;
    let value = 0;
    let scale = 1;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number;
      // Every byte but the last says that more follow.
      if (byte >= MORE !== at < end - 1) return -1;
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
    }
    return value;
  }
}

/** Nanoseconds as whole milliseconds, exact. */
function nanosAsMs(bytes: Buffer, at: number): number {
  const low = bytes.readUInt32LE(at);
  const high = bytes.readUInt32LE(at + 4);
  // 2^32 = 4,294 * 10^6 + 967,296; no term passes 2^53.
  return high * 4_294 + Math.floor((high * 967_296 + low) / 1_000_000);
}

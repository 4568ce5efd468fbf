import { contradictionIn } from './contradictions.ts';
import type { Body } from './event-body.ts';
import { idFromContent } from './event-id.ts';
import { envelopeFields } from './event-table.ts';
import type { AgentEvent } from './events.ts';
import { FLEET, type Held, ID, OBSERVED_TIME, ORIGIN, SENDER, slotOf, TIME } from './field-slots.ts';
import { putField } from './put-field.ts';
import { readField } from './read-field.ts';
import { nameReader, readNames } from './read-names.ts';
import { readTime } from './read-time.ts';
import { readerOf } from './readers.ts';
import { quote, whyRefused } from './why-refused.ts';
import type { Origin } from './words.ts';

export type ParsedEvent = { kind: 'event'; event: AgentEvent } | { kind: 'reject'; reason: string };

/** What a door knows for certain about whatever enters by it. It overrides what the payload says. */
export interface Door {
  origin: Origin;
  /** Epoch milliseconds. */
  observedTime: number;
  /** The agent id that it authenticated. Without it the event has none. */
  sender?: string;
  /** Without it the payload says which fleet. */
  fleet?: string;
}

const id = readerOf('id', envelopeFields.id);
const time = readerOf('time', envelopeFields.time);
const observedTime = readerOf('observedTime', envelopeFields.observedTime);
const origin = readerOf('origin', envelopeFields.origin);
const fleet = readerOf('fleet', envelopeFields.fleet);
const sender = readerOf('sender', envelopeFields.sender);

const reject = (reason: string): ParsedEvent => ({ kind: 'reject', reason });
const absent = (value: unknown): value is undefined | null => value === undefined || value === null;

export const rejectType = (type: unknown): ParsedEvent =>
  reject(absent(type) ? 'type is missing' : `unknown type ${quote(type)}`);

/** Checks what is held of an event of this type, and makes the event of it. */
export function judgeEvent(held: Held, body: Body, door: Door | undefined): ParsedEvent {
  const from = door === undefined ? readField(origin, held[ORIGIN], 'agent') : door.origin;
  if (from === undefined) return reject(whyRefused('origin', origin, held[ORIGIN], 'agent'));
  const speaker = from as Origin;

  const timeHeld = held[TIME];
  const claimed = door !== undefined && absent(timeHeld) ? door.observedTime : readTime(timeHeld);
  if (claimed === undefined) return reject(whyRefused('time', time, timeHeld, speaker));
  const seen = held[OBSERVED_TIME];
  const observed = door !== undefined ? door.observedTime : absent(seen) ? claimed : readTime(seen);
  if (observed === undefined) return reject(whyRefused('observedTime', observedTime, seen, speaker));

  const inFleet = door?.fleet ?? readField(fleet, held[FLEET], speaker);
  if (inFleet === undefined) return reject(whyRefused('fleet', fleet, held[FLEET], speaker));

  const given = absent(held[ID]) ? '' : readField(id, held[ID], speaker);
  if (given === undefined) return reject(whyRefused('id', id, held[ID], speaker));

  const event: Record<string, unknown> = {
    id: given,
    type: body.type,
    time: claimed,
    observedTime: observed,
    origin: speaker,
    fleet: inFleet,
  };
  if (door !== undefined) {
    if (door.sender !== undefined) event.sender = door.sender;
  } else if (!absent(held[SENDER])) {
    event.sender = readField(sender, held[SENDER], speaker);
    if (event.sender === undefined) return reject(whyRefused('sender', sender, held[SENDER], speaker));
  }
  const problem = readRest(event, body, held, speaker);
  if (problem !== undefined) return reject(problem);
  if (given === '') event.id = idFromContent(event, !absent(timeHeld));
  // The table is held against the interfaces by the compiler; this is where that pays.
  const whole = event as unknown as AgentEvent;
  const contradiction = contradictionIn(whole);
  return contradiction === undefined ? { kind: 'event', event: whole } : reject(contradiction);
}

/** Adds names and own fields, or returns what is wrong with one of them. */
function readRest(
  event: Record<string, unknown>,
  body: Body,
  held: Held,
  speaker: Origin,
): string | undefined {
  const refused = readNames(event, held);
  if (refused !== undefined) return whyRefused(refused, nameReader, held[slotOf(refused)], speaker);
  for (const name of body.requiredNames) {
    if (event[name] === undefined) return `${name} is missing`;
  }
  for (const { field, slot } of body.own) {
    const content = held[slot];
    if (absent(content)) {
      if (field.required) return `${field.name} is missing`;
      if (field.fallback !== undefined) putField(event, field.name, field.fallback);
      continue;
    }
    const value = readField(field, content, speaker);
    if (value === undefined) return whyRefused(field.name, field, content, speaker);
    putField(event, field.name, value);
  }
  return undefined;
}

import { contradictionIn } from './contradictions.ts';
import { idFromContent } from './event-id.ts';
import { envelopeFields } from './event-table.ts';
import type { AgentEvent } from './events.ts';
import { readField } from './read-field.ts';
import { type NameField, nameFields, nameReader, readNames } from './read-names.ts';
import { readTime } from './read-time.ts';
import { type FieldReader, readerOf, readersByType } from './readers.ts';
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

/** How the rest of a type is read once its head is. */
interface Body {
  /** Names that other types may leave out. */
  requiredNames: readonly NameField[];
  own: readonly FieldReader[];
}

const bodiesByType: ReadonlyMap<unknown, Body> = new Map(
  [...readersByType].map(([type, readers]) => [
    type,
    {
      requiredNames: nameFields.filter((name) =>
        readers.some((reader) => reader.name === name && reader.required),
      ),
      own: readers.filter(({ name }) => !Object.hasOwn(envelopeFields, name)),
    },
  ]),
);

const reject = (reason: string): ParsedEvent => ({ kind: 'reject', reason });
const absent = (held: unknown): held is undefined | null => held === undefined || held === null;

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
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return reject('not an object');
  const raw = value as Readonly<Record<string, unknown>>;
  const body = bodiesByType.get(raw.type);
  if (body === undefined) {
    return reject(absent(raw.type) ? 'type is missing' : `unknown type ${quote(raw.type)}`);
  }

  const from = door === undefined ? readField(origin, raw.origin, 'agent') : door.origin;
  if (from === undefined) return reject(whyRefused('origin', origin, raw.origin, 'agent'));
  const speaker = from as Origin;

  const claimed = door !== undefined && absent(raw.time) ? door.observedTime : readTime(raw.time);
  if (claimed === undefined) return reject(whyRefused('time', time, raw.time, speaker));
  const observed =
    door !== undefined ? door.observedTime : absent(raw.observedTime) ? claimed : readTime(raw.observedTime);
  if (observed === undefined)
    return reject(whyRefused('observedTime', observedTime, raw.observedTime, speaker));

  const inFleet = door?.fleet ?? readField(fleet, raw.fleet, speaker);
  if (inFleet === undefined) return reject(whyRefused('fleet', fleet, raw.fleet, speaker));

  const given = absent(raw.id) ? '' : readField(id, raw.id, speaker);
  if (given === undefined) return reject(whyRefused('id', id, raw.id, speaker));

  const event: Record<string, unknown> = {
    id: given,
    type: raw.type,
    time: claimed,
    observedTime: observed,
    origin: speaker,
    fleet: inFleet,
  };
  if (door !== undefined) {
    if (door.sender !== undefined) event.sender = door.sender;
  } else if (!absent(raw.sender)) {
    event.sender = readField(sender, raw.sender, speaker);
    if (event.sender === undefined) return reject(whyRefused('sender', sender, raw.sender, speaker));
  }
  return finish(event, body, raw, given === '' ? { timeIsClaimed: !absent(raw.time) } : undefined);
}

function finish(
  event: Record<string, unknown>,
  body: Body,
  raw: Readonly<Record<string, unknown>>,
  unnamed: { timeIsClaimed: boolean } | undefined,
): ParsedEvent {
  const speaker = event.origin as Origin;
  const refused = readNames(event, raw);
  if (refused !== undefined) return reject(whyRefused(refused, nameReader, raw[refused], speaker));
  for (const name of body.requiredNames) {
    if (event[name] === undefined) return reject(`${name} is missing`);
  }
  for (const field of body.own) {
    const held = raw[field.name];
    if (absent(held)) {
      if (field.required) return reject(`${field.name} is missing`);
      if (field.fallback !== undefined) event[field.name] = field.fallback;
      continue;
    }
    const value = readField(field, held, speaker);
    if (value === undefined) return reject(whyRefused(field.name, field, held, speaker));
    event[field.name] = value;
  }
  if (unnamed !== undefined) event.id = idFromContent(event, unnamed.timeIsClaimed);
  // The table is held against the interfaces by the compiler; this is where that pays.
  const whole = event as unknown as AgentEvent;
  const contradiction = contradictionIn(whole);
  return contradiction === undefined ? { kind: 'event', event: whole } : reject(contradiction);
}

import {
  attributeOf,
  EVENT_NAME,
  EVENT_NAME_PREFIX,
  GEN_AI_AGENT_ID,
  GEN_AI_AGENT_NAME,
  HOST_NAME,
} from './attributes.ts';
import type { AgentEvent, AgentEventType } from './events.ts';
import { type Attributes, agentOf, fleetOf, instanceOf } from './identity.ts';
import type { IdentityMapping } from './policy.ts';
import { type FieldReader, readersByType } from './readers.ts';

/** What OpenTelemetry lets an attribute hold, as far as we use it. */
export type AttributeValue = string | number | boolean | string[];

/** A log record as a decoder hands it on. */
export interface LogRecord {
  /** Empty or absent in what old SDKs write; they have the attribute `event.name`. */
  eventName?: string | undefined;
  attributes: Attributes;
  resource: Attributes;
  /** When the producer says it happened, epoch milliseconds. */
  timeMs?: number | undefined;
  traceId?: string | undefined;
  spanId?: string | undefined;
}

/** What `parseAgentEvent` is to judge, or why this record is none of ours. */
export type LogReading = { kind: 'candidate'; candidate: object } | { kind: 'drop'; reason: string };

/** These travel as parts of the record itself, or are for the door to say. */
export const elsewhere: ReadonlySet<string> = new Set([
  ...['type', 'time', 'observedTime', 'origin', 'sender', 'traceId', 'spanId'],
]);

/** What an agent says of itself, so that its process and host are those of the agent the event is about. */
export const selfTold: ReadonlySet<string> = new Set<AgentEventType>([
  'agent.started',
  'agent.stopped',
  'agent.heartbeat',
  'agent.activity',
  'link.opened',
  'link.closed',
  'kill.acknowledged',
  'kill.refused',
  'credential.used',
  'telemetry.lost',
]);

interface Mapped {
  attribute: string;
  field: FieldReader;
  /** Of a record: one attribute each. */
  parts: readonly Mapped[];
}

const mapField = (field: FieldReader, ...path: string[]): Mapped => ({
  attribute: attributeOf(...path, field.name),
  field,
  parts:
    field.kind === 'record' || field.kind === 'principal'
      ? field.fields.map((part) => mapField(part, ...path, field.name))
      : [],
});

const mappedByType: ReadonlyMap<string, readonly Mapped[]> = new Map(
  [...readersByType].map(([type, readers]) => [
    type,
    readers.filter(({ name }) => !elsewhere.has(name)).map((reader) => mapField(reader)),
  ]),
);

function write(attributes: Record<string, AttributeValue>, mapped: readonly Mapped[], held: object): void {
  for (const { attribute, field, parts } of mapped) {
    const value = (held as Record<string, unknown>)[field.name];
    if (value === undefined) continue;
    if (parts.length > 0) write(attributes, parts, value as object);
    else attributes[attribute] = value as AttributeValue;
  }
}

/**
 * The event as an OpenTelemetry log record: its name, and attributes under `mortsafe.` in snake_case.
 *
 * Time and trace context are the record's own and not among them; origin, sender and observed time are for the door
 * to say.
 */
export function toLogAttributes(event: AgentEvent): {
  eventName: string;
  attributes: Record<string, AttributeValue>;
} {
  const attributes: Record<string, AttributeValue> = {};
  write(attributes, mappedByType.get(event.type) ?? [], event);
  if (event.agent !== undefined && event.reporter === undefined) {
    attributes[GEN_AI_AGENT_ID] = event.agent;
    attributes[GEN_AI_AGENT_NAME] = event.agent;
  }
  return { eventName: EVENT_NAME_PREFIX + event.type, attributes };
}

const DIGITS = /^-?\d{1,19}$/;

/** Protobuf's 64-bit integers arrive as `bigint` from some decoders and as text in OTLP's JSON. */
function asNumber(kind: FieldReader['kind'], held: unknown): unknown {
  if (typeof held === 'bigint') return Number(held);
  const numeric = kind === 'whole' || kind === 'duration' || kind === 'time';
  return numeric && typeof held === 'string' && DIGITS.test(held) ? Number(held) : held;
}

function read(mapped: readonly Mapped[], attributes: Attributes): Record<string, unknown> | undefined {
  const held: Record<string, unknown> = {};
  let found = false;
  for (const { attribute, field, parts } of mapped) {
    const own = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    // A principal may also be one text, as everywhere.
    const value = own === undefined && parts.length > 0 ? read(parts, attributes) : asNumber(field.kind, own);
    if (value === undefined) continue;
    held[field.name] = value;
    found = true;
  }
  return found ? held : undefined;
}

/**
 * Gathers from a log record what `parseAgentEvent` is to judge. Drops records of other kinds; never throws.
 *
 * @param identity - How policy maps foreign names to agents: `identityMappingsFor(policy, fleet)`.
 */
export function fromLogRecord(record: LogRecord, identity: readonly IdentityMapping[]): LogReading {
  const { attributes, resource } = record;
  const eventName = record.eventName || attributes[EVENT_NAME];
  if (typeof eventName !== 'string' || !eventName.startsWith(EVENT_NAME_PREFIX)) {
    return { kind: 'drop', reason: 'not an agent event' };
  }
  const type = eventName.slice(EVENT_NAME_PREFIX.length);
  const mapped = mappedByType.get(type) ?? [];
  const candidate: Record<string, unknown> = { ...read(mapped, attributes), type, time: record.timeMs };
  candidate.fleet ??= fleetOf(record);
  candidate.traceId = record.traceId || undefined;
  candidate.spanId = record.spanId || undefined;
  // An order names its target; who merely passed it on is not whom it is about.
  if (mapped.some(({ field }) => field.name === 'agent' && field.required)) {
    candidate.agent ??= agentOf(record, identity);
  }
  const { reporter = candidate.agent } = candidate;
  if (selfTold.has(type) && reporter === candidate.agent) {
    candidate.instance ??= instanceOf(record);
    candidate.host ??= resource[HOST_NAME];
  }
  return { kind: 'candidate', candidate };
}

import { envelopeFields } from '../event-table.ts';
import type { AgentEventType } from '../events.ts';
import { type FieldReader, readersByType } from '../readers.ts';
import type { Origin } from '../words.ts';
import { MalformedError } from './byte-reader.ts';
import { wireFields, wireOrigins, wireTypes } from './wire-codes.ts';

/** Names that an event may carry in its envelope, by their bit in a shape. The order is the order on the wire. */
export const SENDER = 1;
export const AGENT = 2;
export const INSTANCE = 4;
export const REPORTER = 8;
export const HOST = 16;
export const TRACE_ID = 32;
export const SPAN_ID = 64;
export const PARENT_SPAN_ID = 128;

const bits: Readonly<Record<string, number>> = {
  sender: SENDER,
  agent: AGENT,
  instance: INSTANCE,
  reporter: REPORTER,
  host: HOST,
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  parentSpanId: PARENT_SPAN_ID,
};

/** What events of a kind have in common, written once a message: type, origin, and which fields they have. */
export interface Shape {
  type: AgentEventType;
  origin: Origin;
  /** Which names of the envelope follow. */
  names: number;
  /** The fields beyond it that follow, in their order. */
  own: readonly FieldReader[];
  /** A heartbeat as agents send them of themselves: its sequence and its interval, and no names but the sender's and the host's beside the agent's own. */
  isOwnBeat: boolean;
}

/** The fields of a type beyond its envelope, and the names it must have. */
interface TypeFields {
  own: readonly FieldReader[];
  requiredNames: number;
}

export const fieldsByType: ReadonlyMap<string, TypeFields> = new Map(
  [...readersByType].map(([type, readers]) => [
    type,
    {
      own: readers.filter(({ name }) => !Object.hasOwn(envelopeFields, name)),
      requiredNames: readers.reduce(
        (sum, { name, required }) => (required ? sum | (bits[name] ?? 0) : sum),
        0,
      ),
    },
  ]),
);

/** More than all types, origins and the combinations that occur. Whoever makes up others gains nothing. */
const KNOWN_MAX = 4_096;
const known = new Map<string, Shape>();

/**
 * Reads a shape: the numbers of type and origin, the bits of the names, and the numbers of the other fields.
 *
 * @throws {MalformedError} No event of this version has it.
 */
export function readShape(bytes: Buffer): Shape {
  const key = bytes.toString('latin1');
  const found = known.get(key);
  if (found) return found;
  const shape = parseShape(bytes);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(key, shape);
  return shape;
}

function parseShape([typeCode = 255, originCode = 255, names = 0, ...fields]: Buffer): Shape {
  const type = wireTypes[typeCode];
  const origin = wireOrigins[originCode];
  const ofType = fieldsByType.get(type ?? '');
  if (!type || !ofType || !origin)
    throw new MalformedError('a type or origin that this version does not know');
  const own = fields.map((code) => fieldWith(code, ofType.own));
  if (new Set(own).size < own.length) throw new MalformedError('a field comes twice');
  const missing = ofType.own.find(
    (field) => (field.required || field.fallback !== undefined) && !own.includes(field),
  );
  if (missing) throw new MalformedError(`${missing.name} is missing`);
  if ((names & ofType.requiredNames) !== ofType.requiredNames) throw new MalformedError('a name is missing');
  return { type, origin, names, own, isOwnBeat: isOwnBeat(type, origin, names, own) };
}

function isOwnBeat(
  type: AgentEventType,
  origin: Origin,
  names: number,
  own: readonly FieldReader[],
): boolean {
  if (type !== 'agent.heartbeat' || origin !== 'agent') return false;
  const isSaid = own.length === 2 && own[0]?.name === 'sequence' && own[1]?.name === 'interval';
  return isSaid && (names & ~(SENDER | HOST)) === (AGENT | INSTANCE);
}

/** The field of this number among those that may be here. */
export function fieldWith(code: number, among: readonly FieldReader[]): FieldReader {
  const name = wireFields[code];
  const field = among.find((each) => each.name === name);
  if (!field) throw new MalformedError('a field that this version does not know');
  return field;
}

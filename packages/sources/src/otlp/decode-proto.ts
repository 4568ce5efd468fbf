import type { AgentEvent } from '@mortsafe/agent-events';
import { setId, statusOf, withSpanTimes, withTime } from './finish-record.ts';
import { readAttribute } from './proto-attributes.ts';
import {
  type Allowance,
  type Attributes,
  type DecodedRequest,
  emptyAttributes,
  type LogRecord,
  newAllowance,
  RECORDS_MAX,
  type Received,
  type SpanRecord,
  tooManyRecords,
  type Wanted,
} from './records.ts';
import { BYTES, FIXED64, MalformedError, VARINT, Wire } from './wire.ts';

type ReadRecord<Kind> = (wire: Wire, wanted: Wanted, allowance: Allowance) => Kind;

/** The event of the record between two positions, where it can be had at once. */
export type ReadUsual = (bytes: Buffer, start: number, end: number) => AgentEvent | undefined;
/** Of the records of a resource. */
export type UsualOf = (resource: Attributes) => ReadUsual;

/** Reads an `ExportLogsServiceRequest`. Never throws. */
export const decodeLogsProto = (
  bytes: Uint8Array,
  wanted: Wanted,
  usualOf?: UsualOf,
): DecodedRequest<LogRecord> => decodeProto(bytes, { wanted, readRecord: readLogRecord, usualOf });

/** Reads an `ExportTraceServiceRequest`. Never throws. */
export const decodeTracesProto = (bytes: Uint8Array, wanted: Wanted): DecodedRequest<SpanRecord> =>
  decodeProto(bytes, { wanted, readRecord: readSpan, usualOf: undefined });

interface Reading<Kind> {
  wanted: Wanted;
  readRecord: ReadRecord<Kind>;
  usualOf: UsualOf | undefined;
}

/** Both requests are built alike: groups of one resource (1) each, their scopes (2), their records (2). */
function decodeProto<Kind>(bytes: Uint8Array, reading: Reading<Kind>): DecodedRequest<Kind> {
  const records: Received<Kind>[] = [];
  let count = 0;
  try {
    const wire = new Wire(bytes);
    wire.fields((field, type) => {
      if (field !== 1 || type !== BYTES) return false;
      readGroup(wire, reading, (received) => {
        if (++count > RECORDS_MAX) return false;
        records.push(received());
        return true;
      });
      return true;
    });
    if (count > RECORDS_MAX) return tooManyRecords;
  } catch (error) {
    return {
      kind: 'malformed',
      reason: error instanceof MalformedError ? error.message : 'no valid protobuf',
    };
  }
  return { kind: 'request', records };
}

type TakeRecord<Kind> = (read: () => Received<Kind>) => boolean;

/** What the records are of may stand after them. */
function readGroup<Kind>(wire: Wire, reading: Reading<Kind>, take: TakeRecord<Kind>): void {
  const { wanted, usualOf } = reading;
  const resource = emptyAttributes();
  const allowance = newAllowance();
  const scopes: number[] = [];
  wire.message((field, type) => {
    if (type !== BYTES) return false;
    if (field === 2) scopes.push(wire.position());
    if (field !== 1) return false;
    wire.message((part, partType) => {
      if (partType !== BYTES || part !== 1) return false;
      readAttribute(wire, resource, wanted, allowance);
      return true;
    });
    return true;
  });
  const fault = allowance.fault === undefined ? undefined : `resource: ${allowance.fault}`;
  const usual = fault === undefined ? usualOf?.(resource) : undefined;
  const read = (): Received<Kind> => readReceived(wire, reading, { resource, fault, usual });
  for (const scope of scopes) {
    wire.again(scope, () => wire.message((part, type) => type === BYTES && part === 2 && take(read)));
  }
}

interface Group {
  resource: Attributes;
  fault: string | undefined;
  usual: ReadUsual | undefined;
}

function readReceived<Kind>(
  wire: Wire,
  { readRecord, wanted }: Reading<Kind>,
  { resource, fault, usual }: Group,
): Received<Kind> {
  const position = wire.position();
  const { start, end } = wire.span();
  const event = usual?.(wire.bytes, start, end);
  if (event) return { kind: 'event', event };
  const allowance = newAllowance();
  const record = wire.again(position, () => readRecord(wire, wanted, allowance));
  const reason = fault ?? allowance.fault;
  return reason === undefined ? { kind: 'record', record, resource } : { kind: 'reject', reason };
}

function readLogRecord(wire: Wire, wanted: Wanted, allowance: Allowance): LogRecord {
  const attributes = emptyAttributes();
  const record: LogRecord = { attributes };
  let [observedMs, traceId, spanId] = [0, '', ''];
  wire.message((field, type) => {
    if (field === 1 && type === FIXED64) record.timeMs = wire.nanosAsMs();
    else if (field === 11 && type === FIXED64) observedMs = wire.nanosAsMs();
    else if (type !== BYTES) return false;
    else if (field === 6) readAttribute(wire, attributes, wanted, allowance);
    else if (field === 9) traceId = wire.hex();
    else if (field === 10) spanId = wire.hex();
    else if (field === 12) record.eventName = wire.name(allowance);
    else return false;
    return true;
  });
  setId(record, 'traceId', traceId, allowance);
  setId(record, 'spanId', spanId, allowance);
  return withTime(record, observedMs);
}

function readSpan(wire: Wire, wanted: Wanted, allowance: Allowance): SpanRecord {
  const attributes = emptyAttributes();
  const span: SpanRecord = { status: 'unset', attributes };
  let [traceId, spanId, parentSpanId] = ['', '', ''];
  wire.message((field, type) => {
    if (field === 7 && type === FIXED64) span.startTimeMs = wire.nanosAsMs();
    else if (field === 8 && type === FIXED64) span.endTimeMs = wire.nanosAsMs();
    else if (type !== BYTES) return false;
    else if (field === 1) traceId = wire.hex();
    else if (field === 2) spanId = wire.hex();
    else if (field === 4) parentSpanId = wire.hex();
    else if (field === 9) readAttribute(wire, attributes, wanted, allowance);
    else if (field === 15) {
      wire.message((part, partType) => {
        if (part !== 3 || partType !== VARINT) return false;
        span.status = statusOf(wire.int64());
        return true;
      });
    } else return false;
    return true;
  });
  setId(span, 'traceId', traceId, allowance);
  setId(span, 'spanId', spanId, allowance);
  setId(span, 'parentSpanId', parentSpanId, allowance);
  return withSpanTimes(span);
}

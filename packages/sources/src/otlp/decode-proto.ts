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

/** Reads an `ExportLogsServiceRequest`. Never throws. */
export const decodeLogsProto = (bytes: Uint8Array, wanted: Wanted): DecodedRequest<LogRecord> =>
  decodeProto(bytes, wanted, readLogRecord);

/** Reads an `ExportTraceServiceRequest`. Never throws. */
export const decodeTracesProto = (bytes: Uint8Array, wanted: Wanted): DecodedRequest<SpanRecord> =>
  decodeProto(bytes, wanted, readSpan);

interface Found<Kind> {
  record: Kind;
  allowance: Allowance;
  resource: Attributes;
  /** Its resource may stand after it, and be found broken there. */
  resourceAllowance: Allowance;
}

/** Both requests are built alike: groups of one resource (1) each, their scopes (2), their records (2). */
function decodeProto<Kind>(
  bytes: Uint8Array,
  wanted: Wanted,
  readRecord: ReadRecord<Kind>,
): DecodedRequest<Kind> {
  const found: Found<Kind>[] = [];
  try {
    const wire = new Wire(bytes);
    let count = 0;
    wire.fields((field, type) => {
      if (field !== 1 || type !== BYTES) return false;
      readGroup(wire, wanted, (resource, resourceAllowance) => {
        if (++count > RECORDS_MAX) return false;
        const allowance = newAllowance();
        found.push({ record: readRecord(wire, wanted, allowance), allowance, resource, resourceAllowance });
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
  return { kind: 'request', records: found.map(received) };
}

function received<Kind>({ record, allowance, resource, resourceAllowance }: Found<Kind>): Received<Kind> {
  if (resourceAllowance.fault !== undefined)
    return { kind: 'reject', reason: `resource: ${resourceAllowance.fault}` };
  if (allowance.fault !== undefined) return { kind: 'reject', reason: allowance.fault };
  return { kind: 'record', record, resource };
}

function readGroup(
  wire: Wire,
  wanted: Wanted,
  readNext: (resource: Attributes, allowance: Allowance) => boolean,
): void {
  const resource = emptyAttributes();
  const allowance = newAllowance();
  wire.message((field, type) => {
    if (type !== BYTES || (field !== 1 && field !== 2)) return false;
    wire.message((part, partType) => {
      if (partType !== BYTES) return false;
      if (field === 2) return part === 2 && readNext(resource, allowance);
      if (part === 1) readAttribute(wire, resource, wanted, allowance);
      return part === 1;
    });
    return true;
  });
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

import { isUtf8 } from 'node:buffer';
import { setId, statusOf, withSpanTimes, withTime } from './finish-record.ts';
import {
  isObject,
  type JsonObject,
  listOf,
  readAttributes,
  readHex,
  readNanosAsMs,
  readText,
} from './json-attributes.ts';
import { jsonOutOfBounds } from './json-bounds.ts';
import {
  type Allowance,
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

type ReadRecord<Kind> = (record: JsonObject, wanted: Wanted, allowance: Allowance) => Kind;

interface Names {
  groups: string;
  scopes: string;
  records: string;
}

/** Reads an `ExportLogsServiceRequest` in OTLP/JSON. Never throws. */
export const decodeLogsJson = (bytes: Uint8Array, wanted: Wanted): DecodedRequest<LogRecord> =>
  decodeJson(
    bytes,
    { groups: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords' },
    wanted,
    readLogRecord,
  );

/** Reads an `ExportTraceServiceRequest` in OTLP/JSON. Never throws. */
export const decodeTracesJson = (bytes: Uint8Array, wanted: Wanted): DecodedRequest<SpanRecord> =>
  decodeJson(bytes, { groups: 'resourceSpans', scopes: 'scopeSpans', records: 'spans' }, wanted, readSpan);

function decodeJson<Kind>(
  bytes: Uint8Array,
  names: Names,
  wanted: Wanted,
  readRecord: ReadRecord<Kind>,
): DecodedRequest<Kind> {
  const parsed = parse(bytes);
  if (parsed.kind === 'malformed') return parsed;
  const shape = newAllowance();
  const records: Received<Kind>[] = [];
  for (const group of objectsIn(parsed.request[names.groups], names.groups, shape)) {
    const resource = emptyAttributes();
    const resourceAllowance = newAllowance();
    if (isObject(group.resource))
      readAttributes(group.resource.attributes, resource, wanted, resourceAllowance);
    for (const scope of objectsIn(group[names.scopes], names.scopes, shape)) {
      for (const record of listOf(scope[names.records], names.records, shape)) {
        if (records.length === RECORDS_MAX) return tooManyRecords;
        const allowance = newAllowance();
        if (resourceAllowance.fault !== undefined) allowance.fault = `resource: ${resourceAllowance.fault}`;
        if (!isObject(record)) allowance.fault ??= 'a record must be an object';
        const read = isObject(record) ? readRecord(record, wanted, allowance) : undefined;
        records.push(
          allowance.fault === undefined && read !== undefined
            ? { kind: 'record', record: read, resource }
            : { kind: 'reject', reason: allowance.fault ?? '' },
        );
      }
    }
  }
  return shape.fault === undefined
    ? { kind: 'request', records }
    : { kind: 'malformed', reason: shape.fault };
}

type Parsed = { kind: 'json'; request: JsonObject } | { kind: 'malformed'; reason: string };

function parse(bytes: Uint8Array): Parsed {
  if (!isUtf8(bytes)) return { kind: 'malformed', reason: 'not valid UTF-8' };
  const outOfBounds = jsonOutOfBounds(bytes);
  if (outOfBounds !== undefined) return { kind: 'malformed', reason: outOfBounds };
  try {
    const request: unknown = JSON.parse(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(),
    );
    return isObject(request) ? { kind: 'json', request } : { kind: 'malformed', reason: 'not a JSON object' };
  } catch {
    return { kind: 'malformed', reason: 'not valid JSON' }; // The error quotes the text, which may hold content.
  }
}

function objectsIn(value: unknown, name: string, shape: Allowance): JsonObject[] {
  const list = listOf(value, name, shape);
  const objects = list.filter(isObject);
  if (objects.length < list.length) shape.fault ??= `${name} must hold objects`;
  return objects;
}

function readLogRecord(json: JsonObject, wanted: Wanted, allowance: Allowance): LogRecord {
  const attributes = emptyAttributes();
  const record: LogRecord = {
    timeMs: readNanosAsMs(json.timeUnixNano, 'timeUnixNano', allowance),
    attributes,
  };
  readAttributes(json.attributes, attributes, wanted, allowance);
  setId(record, 'traceId', readHex(json.traceId, 'traceId', allowance), allowance);
  setId(record, 'spanId', readHex(json.spanId, 'spanId', allowance), allowance);
  record.eventName = readText(json.eventName ?? '', allowance);
  return withTime(record, readNanosAsMs(json.observedTimeUnixNano, 'observedTimeUnixNano', allowance));
}

function readSpan(json: JsonObject, wanted: Wanted, allowance: Allowance): SpanRecord {
  const attributes = emptyAttributes();
  const span: SpanRecord = {
    startTimeMs: readNanosAsMs(json.startTimeUnixNano, 'startTimeUnixNano', allowance),
    endTimeMs: readNanosAsMs(json.endTimeUnixNano, 'endTimeUnixNano', allowance),
    status: isObject(json.status) ? statusOf(Number(json.status.code ?? 0)) : 'unset',
    attributes,
  };
  setId(span, 'traceId', readHex(json.traceId, 'traceId', allowance), allowance);
  setId(span, 'spanId', readHex(json.spanId, 'spanId', allowance), allowance);
  setId(span, 'parentSpanId', readHex(json.parentSpanId, 'parentSpanId', allowance), allowance);
  readAttributes(json.attributes, attributes, wanted, allowance);
  return withSpanTimes(span);
}

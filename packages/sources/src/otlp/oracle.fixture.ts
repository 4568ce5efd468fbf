import { decodeUsed } from './otlp.proto.fixture.ts';
import type { AttributeValue, Received } from './records.ts';

type Json = Record<string, unknown>;

/** What ours should say of bytes, worked out the slow way from protobufjs's full decode. Throws where that does. */
export function oracle(signal: 'logs' | 'traces', bytes: Uint8Array): Received<object>[] {
  const request = decodeUsed(signal === 'logs' ? 'LogsRequest' : 'TracesRequest', bytes);
  return listOf(request.resourceLogs ?? request.resourceSpans).flatMap((group) => {
    const resource = attributesOf((group.resource as Json | undefined)?.attributes);
    const records = listOf(group.scopeLogs ?? group.scopeSpans).flatMap((scope) =>
      listOf(scope.logRecords ?? scope.spans),
    );
    return records.map((record): Received<object> => {
      const bad = [...ids].find(
        ([name, length]) => ![0, length].includes((record[name] as Buffer | undefined)?.length ?? 0),
      );
      if (bad) return { kind: 'reject', reason: `${bad[0]} must hold ${bad[1]} bytes` };
      return { kind: 'record', resource, record: signal === 'logs' ? logOf(record) : spanOf(record) };
    });
  });
}

const ids = new Map([
  ['traceId', 16],
  ['spanId', 8],
  ['parentSpanId', 8],
]);

const logOf = (record: Json) => ({
  ...present('eventName', record.eventName || undefined),
  ...present('timeMs', msOf(record.timeUnixNano) || msOf(record.observedTimeUnixNano) || undefined),
  ...present('traceId', hexOf(record.traceId)),
  ...present('spanId', hexOf(record.spanId)),
  attributes: attributesOf(record.attributes),
});

const spanOf = (span: Json) => ({
  ...present('traceId', hexOf(span.traceId)),
  ...present('spanId', hexOf(span.spanId)),
  ...present('parentSpanId', hexOf(span.parentSpanId)),
  ...present('startTimeMs', msOf(span.startTimeUnixNano) || undefined),
  ...present('endTimeMs', msOf(span.endTimeUnixNano) || undefined),
  status: ['unset', 'ok', 'error'][Number((span.status as Json | undefined)?.code ?? 0)] ?? 'unset',
  attributes: attributesOf(span.attributes),
});

const present = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value });
const listOf = (value: unknown) => (value ?? []) as Json[];
const msOf = (nanos: unknown) => Number(BigInt((nanos as string | undefined) ?? '0') / 1_000_000n);

function hexOf(bytes: unknown): string | undefined {
  const hex = Buffer.from((bytes as Uint8Array | undefined) ?? []).toString('hex');
  return /^0*$/.test(hex) ? undefined : hex;
}

function attributesOf(list: unknown): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = Object.create(null);
  for (const { key, value } of listOf(list)) {
    const held = heldBy(value as Json | undefined);
    if (held !== null) attributes[(key as string | undefined) ?? ''] = held;
  }
  return attributes;
}

function heldBy(any: Json | undefined): AttributeValue {
  switch (any?.value) {
    case 'stringValue':
      return any.stringValue as string;
    case 'boolValue':
      return any.boolValue as boolean;
    case 'intValue':
      return Number(any.intValue);
    case 'doubleValue':
      return any.doubleValue as number;
    case 'arrayValue':
      return listOf((any.arrayValue as Json).values).map(heldBy);
    case 'kvlistValue':
      return attributesOf((any.kvlistValue as Json).values);
    default:
      return null;
  }
}

/** Just enough of OTLP to read back what the SDK wrote, in protobuf and in JSON. */

export interface SentRecord {
  eventName?: string;
  attributes: Record<string, unknown>;
  resource: Record<string, unknown>;
  body?: unknown;
  name?: string;
  timeMs?: number;
  traceId?: string;
  spanId?: string;
  parentSpanId?: string;
}

interface Field {
  number: number;
  /** Length-delimited fields are bytes, all others numbers. */
  value: Buffer | bigint;
}

function* fieldsOf(bytes: Buffer): Generator<Field> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    switch (tag & 7) {
      case 0:
        yield { number, value: varint() };
        break;
      case 1:
        yield { number, value: bytes.readBigUInt64LE(at) };
        at += 8;
        break;
      case 2: {
        const length = Number(varint());
        yield { number, value: bytes.subarray(at, at + length) };
        at += length;
        break;
      }
      case 5:
        yield { number, value: BigInt(bytes.readUInt32LE(at)) };
        at += 4;
        break;
      default:
        throw new Error(`wire type ${tag & 7}`);
    }
  }
}

const all = (bytes: Buffer, wanted: number): Buffer[] =>
  [...fieldsOf(bytes)].filter(({ number }) => number === wanted).map(({ value }) => value as Buffer);
const first = (bytes: Buffer, wanted: number) => all(bytes, wanted)[0];

function anyValue(bytes: Buffer): unknown {
  for (const { number, value } of fieldsOf(bytes)) {
    if (number === 1) return String(value);
    if (number === 2) return value === 1n;
    if (number === 3) return Number(BigInt.asIntN(64, value as bigint));
    if (number === 4) {
      const double = Buffer.alloc(8);
      double.writeBigUInt64LE(value as bigint);
      return double.readDoubleLE();
    }
    if (number === 5) return all(value as Buffer, 1).map(anyValue);
  }
  return undefined;
}

const attributesOf = (bytes: Buffer, wanted: number): Record<string, unknown> =>
  Object.fromEntries(
    all(bytes, wanted).map((pair) => [String(first(pair, 1)), anyValue(first(pair, 2) ?? Buffer.alloc(0))]),
  );

const hex = (bytes: Buffer | undefined) =>
  bytes === undefined || bytes.length === 0 ? {} : bytes.toString('hex');
const text = (bytes: Buffer | undefined) => (bytes === undefined ? {} : String(bytes));
const held = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === 'string'));
const millis = (nanos: unknown) => Number(BigInt(String(nanos)) / 1_000_000n);

function recordOf(bytes: Buffer, resource: Record<string, unknown>): SentRecord {
  const time = [...fieldsOf(bytes)].find(({ number }) => number === 1)?.value ?? 0n;
  const body = first(bytes, 5);
  return {
    ...held({
      eventName: text(first(bytes, 12)),
      traceId: hex(first(bytes, 9)),
      spanId: hex(first(bytes, 10)),
    }),
    attributes: attributesOf(bytes, 6),
    resource,
    body: body && anyValue(body),
    timeMs: millis(time),
  };
}

const spanOf = (bytes: Buffer, resource: Record<string, unknown>): SentRecord => ({
  ...held({
    name: text(first(bytes, 5)),
    traceId: hex(first(bytes, 1)),
    spanId: hex(first(bytes, 2)),
    parentSpanId: hex(first(bytes, 4)),
  }),
  attributes: attributesOf(bytes, 9),
  resource,
});

/** Logs and traces nest alike: resource, scope, item. */
export function decodeProto(path: string, bytes: Buffer): SentRecord[] {
  const itemOf = path === '/v1/logs' ? recordOf : spanOf;
  return all(bytes, 1).flatMap((ofResource) => {
    const resource = attributesOf(first(ofResource, 1) ?? Buffer.alloc(0), 1);
    return all(ofResource, 2).flatMap((scope) => all(scope, 2).map((item) => itemOf(item, resource)));
  });
}

interface JsonItem extends Omit<SentRecord, 'attributes' | 'resource'> {
  attributes: { key: string; value: Record<string, unknown> }[];
  timeUnixNano?: string;
}

const jsonAttributes = (pairs: JsonItem['attributes']) =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, Object.values(value)[0]]));

export function decodeJson(bytes: Buffer): SentRecord[] {
  const request = JSON.parse(String(bytes));
  return (request.resourceLogs ?? request.resourceSpans).flatMap(
    (ofResource: { resource: JsonItem; scopeLogs?: unknown[]; scopeSpans?: unknown[] }) => {
      const resource = jsonAttributes(ofResource.resource.attributes);
      const scopes = (ofResource.scopeLogs ?? ofResource.scopeSpans) as {
        logRecords?: JsonItem[];
        spans?: JsonItem[];
      }[];
      return scopes.flatMap(({ logRecords, spans }) =>
        (logRecords ?? spans ?? []).map((item) => ({
          ...item,
          attributes: jsonAttributes(item.attributes),
          resource,
          timeMs: millis(item.timeUnixNano ?? 0),
        })),
      );
    },
  );
}

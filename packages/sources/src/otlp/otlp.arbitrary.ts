import { agentEventTypes } from '@mortsafe/agent-events';
import fc from 'fast-check';

/** Requests as OTLP/JSON writes them, which protobufjs can be given too once ids are bytes. */

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const nanos = fc.oneof(
  fc.constant('0'),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  fc.bigInt({ min: 1_700_000_000_000n, max: 1_900_000_000_000n }).map((ms) => String(ms * 1_000_000n)),
);
const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((held) => held.toWellFormed());
const known = [
  ...[
    'agent',
    'fleet',
    'instance',
    'operation',
    'sequence',
    'interval',
    'launched_by',
    'launched_by.kind',
    'target',
  ],
  ...[
    'target.agents',
    'agents',
    'fingerprint.code',
    'by',
    'by.id',
    'reporter',
    'peer',
    'id',
    'outcome',
    'status',
  ],
].map((name) => `mortsafe.${name}`);
const others = [
  'event.name',
  'gen_ai.agent.id',
  'gen_ai.agent.name',
  'gen_ai.operation.name',
  'gen_ai.tool.name',
];
const odd = ['service.namespace', 'service.name', 'host.name', '__proto__', 'constructor', ''];
const key = fc.oneof(fc.constantFrom(...known, ...others, ...odd), text);
const eventName = fc.oneof(
  fc.constantFrom(...agentEventTypes.map((type) => `mortsafe.${type}`), 'mortsafe.'),
  text,
);
const id = (bytes: number) =>
  fc.oneof(
    fc.constantFrom('', '0'.repeat(bytes * 2)),
    fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((held) => Buffer.from(held).toString('hex')),
  );

const { anyValue } = fc.letrec((tie) => ({
  anyValue: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.record({ stringValue: text }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: int64 }),
    fc.record({ doubleValue: fc.double({ noNaN: true, noDefaultInfinity: true }).map((held) => held + 0) }),
    fc.constant({}),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie('anyValue'), { maxLength: 4 }) }) }),
    fc.record({
      kvlistValue: fc.record({
        values: fc.array(fc.record({ key, value: tie('anyValue') }), { maxLength: 4 }),
      }),
    }),
  ),
}));

const attributes = fc.array(fc.record({ key, value: anyValue }, { requiredKeys: ['key'] }), { maxLength: 5 });
const few = <Held>(held: fc.Arbitrary<Held>) => fc.array(held, { maxLength: 3 });
const scope = fc.record({ name: text, version: text }, { requiredKeys: [] });
const resource = fc.record({ attributes, droppedAttributesCount: fc.nat() }, { requiredKeys: [] });

const logRecord = fc.record(
  {
    timeUnixNano: nanos,
    observedTimeUnixNano: nanos,
    severityNumber: fc.nat(24),
    severityText: text,
    body: anyValue,
    attributes,
    droppedAttributesCount: fc.nat(),
    flags: fc.nat(),
    traceId: id(16),
    spanId: id(8),
    eventName,
  },
  { requiredKeys: [] },
);

const span = fc.record(
  {
    traceId: id(16),
    spanId: id(8),
    parentSpanId: id(8),
    traceState: text,
    name: text,
    kind: fc.nat(5),
    startTimeUnixNano: nanos,
    endTimeUnixNano: nanos,
    attributes,
    status: fc.record({ message: text, code: fc.nat(3) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

export const logsRequests = fc.record({
  resourceLogs: few(
    fc.record({ resource, scopeLogs: few(fc.record({ scope, logRecords: few(logRecord) })) }),
  ),
});

export const tracesRequests = fc.record({
  resourceSpans: few(fc.record({ resource, scopeSpans: few(fc.record({ scope, spans: few(span) })) })),
});

/** As protobufjs takes it: ids as bytes. */
export function withIdsAsBytes(request: unknown): object {
  const revived: unknown = JSON.parse(JSON.stringify(request), (name, held) =>
    /^(?:trace|span|parentSpan)Id$/.test(name) && typeof held === 'string' ? Buffer.from(held, 'hex') : held,
  );
  return revived as object;
}

/** Bytes with a few things done to them: cut, flipped, repeated, inserted. */
export const spoilt = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc
    .array(
      fc.record({
        at: fc.nat(Math.max(0, bytes.length - 1)),
        value: fc.nat(255),
        how: fc.constantFrom('flip', 'cut', 'insert', 'repeat'),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((changes) => changes.reduce(change, Buffer.from(bytes)));

function change(bytes: Buffer, { at, value, how }: { at: number; value: number; how: string }): Buffer {
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  if (how === 'cut') return head;
  if (how === 'insert') return Buffer.concat([head, Buffer.from([value]), tail]);
  if (how === 'repeat') return Buffer.concat([head, tail.subarray(0, value), tail]);
  return Buffer.concat([head, Buffer.from([value]), tail.subarray(1)]);
}

import { type AgentEvent, type AttributeValue, emptyPolicy, toLogAttributes } from '@mortsafe/agent-events';
import { agentEvents } from '@mortsafe/agent-events/arbitrary';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mortsafeLogs } from '../dialects/mortsafe-logs.ts';
import { wantedAttributes } from '../dialects/wanted-attributes.ts';
import type { DoorPass } from '../source.ts';
import { otlpDecoder } from './decode-otlp.ts';
import { decodeLogsProto } from './decode-proto.ts';
import { logsRequests, spoilt, withIdsAsBytes } from './otlp.arbitrary.ts';
import { encode } from './otlp.proto.fixture.ts';

const policy = emptyPolicy;
const wanted = wantedAttributes(policy);
const decodeOtlp = otlpDecoder(policy);
const observedTime = 1_760_000_000_000;

/** The long way: every record as an object of attributes, and each by its dialect. */
function plainly(bytes: Uint8Array, pass: DoorPass) {
  const request = decodeLogsProto(bytes, wanted);
  if (request.kind !== 'request') return request;
  const [events, reasons]: [AgentEvent[], string[]] = [[], []];
  for (const received of request.records) {
    if (received.kind === 'reject') reasons.push(received.reason);
    if (received.kind !== 'record' || !mortsafeLogs.matches(received.record)) continue;
    const decoded = mortsafeLogs.decode(received, { pass, observedTime, policy });
    if (decoded.kind === 'event') events.push(decoded.event);
    if (decoded.kind === 'reject') reasons.push(decoded.reason);
  }
  return { kind: 'records', events, reasons };
}

function decode(bytes: Uint8Array, pass: DoorPass) {
  const decoded = decodeOtlp({
    ...{ signal: 'logs', encoding: 'protobuf', bytes, position: 'here', pass, observedTime },
  });
  if (decoded.kind !== 'records') return decoded;
  const { kind, events, rejections } = decoded;
  return { kind, events, reasons: rejections.map(({ reason }) => reason) };
}

function expectAgreement(bytes: Uint8Array, pass: DoorPass): void {
  const [ours, theirs] = [decode(bytes, pass), plainly(bytes, pass)];
  expect(ours).toStrictEqual(theirs);
  // The order of fields too, which ids are made from.
  expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs));
}

const passes = fc.constantFrom<DoorPass>(
  { origin: 'agent' },
  { origin: 'agent' },
  { origin: 'platform' },
  { origin: 'agent', sender: 'worker' },
  { origin: 'agent', fleets: ['crew'] },
);

type Attribute = [name: string, value: unknown];

const anyValue = (value: unknown): object => {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
};

const extras = fc.constantFrom<Attribute>(
  ['gen_ai.input.messages', 'the prompt'],
  ['colour', 'blue'],
  ['service.instance.id', 'process-1'],
  ['host.name', 'node-1'],
  ['event.name', 'mortsafe.agent.stopped'],
  ['mortsafe.agent', ''],
  ['mortsafe.agent', 7],
  ['mortsafe.instance', ''],
  ['mortsafe.reporter', 'watcher'],
  ['mortsafe.sequence', '12'],
  ['mortsafe.interval', -5],
  ['mortsafe.interval', 2 ** 52],
  ['mortsafe.interval', 1.5],
  ['mortsafe.time', 'soon'],
  ['mortsafe.launched_by', 'person:ann'],
  ['mortsafe.colour', 'blue'],
  ['mortsafe.fleet', 'crew'],
  ['mortsafe.fleet', ''],
  ['mortsafe.target', 'db"1"'],
);

const printable = (value: AttributeValue): AttributeValue =>
  typeof value === 'string' ? value.replace(/[^ -~]/gu, 'x') : value;

/** As the SDK says them of an event, or nearly. */
const record = fc
  .record({
    event: fc.oneof(agentEvents(['agent.heartbeat', 'agent.activity', 'link.opened']), agentEvents()),
    isPlain: fc.boolean(),
    extra: fc.array(extras, { maxLength: 2 }),
    left: fc.option(fc.nat(12), { freq: 3 }),
    order: fc.infiniteStream(fc.nat(99)),
    frame: fc.record(
      {
        timeUnixNano: fc.constantFrom('0', '1760000000123456789', '18446744073709551615'),
        observedTimeUnixNano: fc.constantFrom('0', '1760000000999999999'),
        severityNumber: fc.nat(200),
        severityText: fc.constant('INFO'),
        body: fc.constantFrom(anyValue('said'), {}),
        droppedAttributesCount: fc.nat(3),
        flags: fc.nat(3),
        traceId: fc.constantFrom('', '00'.repeat(16), 'ab'.repeat(16), 'ab'),
        spanId: fc.constantFrom('', '00'.repeat(8), 'cd'.repeat(8)),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ event, isPlain, extra, left, order, frame }) => {
    const { eventName, attributes } = toLogAttributes(event);
    const pairs: Attribute[] = Object.entries(attributes).map(([name, value]) => [
      name,
      isPlain ? printable(value) : value,
    ]);
    if (left !== null) pairs.splice(left, 1);
    for (const pair of extra) pairs.splice((order.next().value ?? 0) % (pairs.length + 1), 0, pair);
    return {
      ...frame,
      eventName,
      attributes: pairs.map(([key, value]) => ({ key, value: anyValue(value) })),
    };
  });

const resource = fc
  .array(
    fc.constantFrom<Attribute>(
      ['service.instance.id', 'process-2'],
      ['host.name', 'node-2'],
      ['host.name', 2],
      ['service.namespace', 'shop'],
      ['mortsafe.fleet', 'crew'],
      ['mortsafe.instance', 'launch-1'],
    ),
    { maxLength: 3 },
  )
  .map((pairs) => ({ attributes: pairs.map(([key, value]) => ({ key, value: anyValue(value) })) }));

const requests = fc.record({
  resourceLogs: fc.array(
    fc.record({
      resource,
      scopeLogs: fc.array(fc.record({ logRecords: fc.array(record, { maxLength: 4 }) }), { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
});
const encoded = (request: unknown): Uint8Array => encode('LogsRequest', withIdsAsBytes(request));

const field = (number: number, ...parts: (Uint8Array | string)[]): Buffer => {
  const value = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([
    Buffer.from([(number << 3) | 2, (value.length & 0x7f) | 0x80, value.length >> 7]),
    value,
  ]);
};
const says = (name: string, value: Uint8Array): Buffer => field(6, field(2, value), field(1, name));

describe('records that are read from their bytes', () => {
  it.each([
    ['as the SDK writes them', requests.map(encoded)],
    ['of any shape', logsRequests.map(encoded)],
    ['with bytes changed, added and left out', requests.map(encoded).chain(spoilt)],
  ])('are what they are the long way, %s', (_what, bytes) => {
    fc.assert(fc.property(bytes, passes, expectAgreement), { numRuns: 300 });
  });

  it('are those whose attributes come value first too', () => {
    const beat = Buffer.concat([
      field(12, 'mortsafe.agent.heartbeat'),
      says('mortsafe.agent', field(1, 'worker')),
      says('mortsafe.sequence', Buffer.from([0x18, 0x81, 0x01])),
      says('mortsafe.interval', Buffer.from([0x18, 0x05])),
    ]);
    const about = field(1, field(1, field(2, field(1, 'node-2')), field(1, 'host.name')));
    const request = field(1, field(2, field(2, beat)), about);
    const pass: DoorPass = { origin: 'agent' };
    expectAgreement(request, pass);
    expect(decode(request, pass)).toMatchObject({
      events: [{ agent: 'worker', host: 'node-2', sequence: 129, interval: 5 }],
    });
  });

  it('are in no trace where the last word is that there is none', () => {
    const beat = [field(12, 'mortsafe.agent.heartbeat'), says('mortsafe.agent', field(1, 'worker'))];
    const traced = field(9, new Uint8Array(16).fill(0xab));
    const request = (...fields: Uint8Array[]): Buffer => field(1, field(2, field(2, ...beat, ...fields)));
    const pass: DoorPass = { origin: 'agent' };
    expectAgreement(request(traced), pass);
    expectAgreement(request(traced, field(9)), pass);
  });
});

import { once } from 'node:events';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { type AgentEvent, emptyPolicy, toLogAttributes } from '@mortsafe/agent-events';
import { afterEach, describe, expect, it } from 'vitest';
import { decode, encode } from '../otlp/otlp.proto.fixture.ts';
import type { DoorPass, Rejection } from '../source.ts';
import {
  type OtlpHttpReceiver,
  type OtlpHttpReceiverOptions,
  otlpHttpReceiver,
} from './otlp-http-receiver.ts';

const NOW = 1_760_000_000_000;
const JSON_TYPE = 'application/json';
const PROTO_TYPE = 'application/x-protobuf';

let door: OtlpHttpReceiver | undefined;
afterEach(() => door?.close(0));

async function open(options: Partial<OtlpHttpReceiverOptions> = {}) {
  const accepted: AgentEvent[] = [];
  const rejected: Rejection[] = [];
  const opened = otlpHttpReceiver({
    port: 0,
    policy: emptyPolicy,
    now: () => NOW,
    authenticate: () => ({ origin: 'agent' }),
    async accept(events) {
      accepted.push(...events);
    },
    reject(rejections) {
      rejected.push(...rejections);
    },
    ...options,
  });
  door = opened;
  const { port } = await opened.listen();
  const post = (path: string, body: Uint8Array | string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body: body as string,
      headers: { 'content-type': JSON_TYPE, ...headers },
    });
  return { port, post, accepted, rejected, counts: opened.counts };
}

const heartbeat = { 'mortsafe.agent': 'worker-1', 'mortsafe.sequence': 7, 'mortsafe.interval': 5_000 };
const anyValue = (value: string | number) =>
  typeof value === 'string' ? { stringValue: value } : { intValue: value };
const attributesOf = (attributes: Record<string, string | number>) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

const logs = (...records: object[]) => ({
  resourceLogs: [
    {
      resource: {
        attributes: attributesOf({ 'service.instance.id': 'run-1', 'mortsafe.fleet': 'checkout' }),
      },
      scopeLogs: [{ logRecords: records }],
    },
  ],
});
const heartbeatRecord = (attributes: Record<string, string | number> = heartbeat) => ({
  eventName: 'mortsafe.agent.heartbeat',
  timeUnixNano: '1759999999000000000',
  attributes: attributesOf(attributes),
});

describe('the OTLP door', () => {
  it.each([
    ['JSON', JSON_TYPE, (body: object) => Buffer.from(JSON.stringify(body))],
    ['protobuf', PROTO_TYPE, (body: object) => encode('LogsRequest', body)],
  ])('takes our log records as %s, plain and packed', async (_name, type, write) => {
    const { post, accepted, counts } = await open();
    const bytes = write(logs(heartbeatRecord()));
    const plain = await post('/v1/logs', bytes, { 'content-type': type });
    const packed = await post('/v1/logs', gzipSync(bytes), {
      'content-type': type,
      'content-encoding': 'gzip',
    });
    for (const response of [plain, packed]) {
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe(type);
      expect(await response.text()).toBe(type === JSON_TYPE ? '{}' : '');
    }
    expect(accepted).toEqual([accepted[1], accepted[0]]);
    expect(accepted[0]).toMatchObject({
      type: 'agent.heartbeat',
      agent: 'worker-1',
      instance: 'run-1',
      fleet: 'checkout',
      origin: 'agent',
      time: 1_759_999_999_000,
      observedTime: NOW,
      sequence: 7,
    });
    expect(counts()).toMatchObject({ requests: 2, events: 2, byStatus: { 200: 2 } });
  });

  it('takes GenAI spans as the activity of their agent, without what was said', async () => {
    const { post, accepted, rejected } = await open();
    const span = (attributes: Record<string, string | number>) => ({
      traceId: 'AB'.repeat(16),
      spanId: '12'.repeat(8),
      startTimeUnixNano: '1759999998000000000',
      endTimeUnixNano: '1759999999000000000',
      status: { code: 2, message: 'a secret' },
      attributes: attributesOf({
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.prompt': 'a secret',
        ...attributes,
      }),
    });
    const spans = [
      span({ 'gen_ai.agent.id': 'worker-1', 'gen_ai.tool.name': 'search' }),
      span({ 'gen_ai.agent.id': 'x'.repeat(300) }),
    ];
    const response = await post(
      '/v1/traces',
      JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
    );
    expect(await response.json()).toMatchObject({ partialSuccess: { rejectedSpans: '1' } });
    expect(accepted).toEqual([
      {
        id: `${'ab'.repeat(16)}:${'12'.repeat(8)}`,
        type: 'agent.activity',
        time: 1_759_999_999_000,
        startedTime: 1_759_999_998_000,
        observedTime: NOW,
        origin: 'agent',
        fleet: 'default',
        agent: 'worker-1',
        operation: 'execute_tool',
        tool: 'search',
        outcome: 'error',
        traceId: 'ab'.repeat(16),
        spanId: '12'.repeat(8),
      },
    ]);
    expect(Buffer.from(rejected[0]?.bytes ?? []).toString()).not.toContain('a secret');
  });

  it('answers only once the events are stored, and 503 when they cannot be', async () => {
    const stored = Promise.withResolvers<void>();
    const { post } = await open({ accept: () => stored.promise });
    const body = JSON.stringify(logs(heartbeatRecord()));
    const answer = post('/v1/logs', body);
    expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 100, 'waiting'))])).toBe(
      'waiting',
    );
    stored.reject(new Error('disk full'));
    const response = await answer;
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toEqual({ code: 14, message: 'events could not be stored' });
  });

  it.each([
    ['JSON', JSON_TYPE, (body: object) => Buffer.from(JSON.stringify(body)), 'json'],
    ['protobuf', PROTO_TYPE, (body: object) => encode('LogsRequest', body), 'protobuf'],
  ])('names what it rejected in the partial success, in %s', async (_name, type, write, encoding) => {
    const { post, accepted, rejected, counts } = await open();
    const broken = heartbeatRecord({ ...heartbeat, 'mortsafe.sequence': 'seven' });
    const nameless = { ...heartbeatRecord(), traceId: 'abcd' };
    const foreign = { eventName: 'other.thing', attributes: [] };
    const request =
      encoding === 'json'
        ? logs(broken, heartbeatRecord(), foreign, nameless)
        : logs(broken, heartbeatRecord(), foreign, { ...nameless, traceId: Buffer.from('abcd', 'hex') });
    const response = await post('/v1/logs', write(request), { 'content-type': type });
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    const answer = encoding === 'json' ? JSON.parse(bytes.toString()) : decode('LogsResponse', bytes);
    expect(answer).toMatchObject({ partialSuccess: { rejectedLogRecords: '2' } });
    expect(answer.partialSuccess.errorMessage).toContain('sequence must be a whole number');
    expect(accepted).toHaveLength(1);
    expect(rejected.map(({ position }) => position)).toEqual(['/v1/logs#0', '/v1/logs#3']);
    expect(counts()).toMatchObject({ events: 1, dropped: 1, rejected: 2 });
  });

  it('takes origin, sender and fleet from the pass, whatever the payload says', async () => {
    const pass: DoorPass = { origin: 'agent', sender: 'worker-9', fleets: ['checkout'] };
    const { post, accepted, rejected } = await open({
      authenticate: ({ authorization }) => (authorization === 'Bearer right' ? pass : undefined),
    });
    const forged = heartbeatRecord({
      ...heartbeat,
      'mortsafe.origin': 'control',
      'mortsafe.sender': 'worker-1',
    });
    const elsewhere = heartbeatRecord({ ...heartbeat, 'mortsafe.fleet': 'payments' });
    const body = JSON.stringify(logs(forged, elsewhere));
    const { status, headers } = await post('/v1/logs', body);
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    await post('/v1/logs', body, { authorization: 'Bearer right' });
    expect(accepted).toMatchObject([
      { origin: 'agent', sender: 'worker-9', fleet: 'checkout' },
      { origin: 'agent', sender: 'worker-9@checkout', fleet: 'payments' },
    ]);
    expect(rejected).toEqual([]);
  });

  it('turns away what it cannot serve, with the status OTLP has for it', async () => {
    const { port, post } = await open({ maxBodyBytes: 1_000, maxDecompressedBytes: 100_000 });
    const status = async (path: string, body: Uint8Array | string, headers?: Record<string, string>) =>
      (await post(path, body, headers)).status;
    expect(await status('/v1/metrics', '{}')).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/v1/logs`)).status).toBe(405);
    expect(await status('/v1/logs', '{}', { 'content-type': 'text/plain' })).toBe(415);
    expect(await status('/v1/logs', '{}', { 'content-encoding': 'br' })).toBe(415);
    expect(await status('/v1/logs', 'x'.repeat(1_001))).toBe(413);
    expect(await status('/v1/logs', gzipSync(Buffer.alloc(101_000)), { 'content-encoding': 'gzip' })).toBe(
      413,
    );
    expect(await status('/v1/logs', 'not gzip', { 'content-encoding': 'gzip' })).toBe(400);
    expect(await status('/v1/logs', '{"resourceLogs":')).toBe(400);
    const malformed = await post('/v1/logs', new Uint8Array([10, 200]), { 'content-type': PROTO_TYPE });
    expect(malformed.headers.get('content-type')).toBe(PROTO_TYPE);
    expect(decode('RpcStatus', new Uint8Array(await malformed.arrayBuffer()))).toEqual({
      code: 3,
      message: 'the input is truncated',
    });
  });

  it('asks who comes when it is full to come back', async () => {
    const stored = Promise.withResolvers<void>();
    const { post } = await open({ maxInFlightRequests: 1, accept: () => stored.promise });
    const body = JSON.stringify(logs(heartbeatRecord()));
    const first = post('/v1/logs', body);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = await post('/v1/logs', body);
    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toBe('1');
    stored.resolve();
    expect((await first).status).toBe(200);
  });

  it('refuses a page whose name was pointed at this machine', async () => {
    const { port, counts } = await open();
    const socket = createConnection(port, '127.0.0.1');
    socket.end(
      'POST /v1/logs HTTP/1.1\r\nhost: evil.example:4318\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
    );
    expect(await text(socket)).toMatch(/^HTTP\/1.1 403 /);
    expect(counts().reasons).toEqual({ 'only for requests to a local address': 1 });
  });

  it('cuts off who sends a byte now and then', async () => {
    const { port, counts } = await open({ headersTimeoutMs: 200, requestTimeoutMs: 400 });
    const socket = createConnection(port, '127.0.0.1');
    socket.write(
      'POST /v1/logs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{',
    );
    socket.resume();
    await once(socket, 'close');
    expect(counts().reasons).toMatchObject({ 'the request took too long': 1 });
  });

  it('lets who asked first know before the body is sent', async () => {
    const { port } = await open({ maxBodyBytes: 10 });
    const socket = createConnection(port, '127.0.0.1');
    socket.write(
      'POST /v1/logs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nexpect: 100-continue\r\ncontent-length: 11\r\n\r\n',
    );
    expect(await text(socket)).toMatch(/^HTTP\/1.1 413 /);
  });

  it('reads back every event that the vocabulary knows how to write', async () => {
    const { post, accepted } = await open({
      authenticate: () => ({ origin: 'control', fleets: ['checkout'] }),
    });
    const event: AgentEvent = {
      id: 'k-1',
      type: 'kill.ordered',
      time: NOW - 5,
      observedTime: NOW,
      origin: 'control',
      fleet: 'checkout',
      order: 'o-1',
      target: { agents: ['worker-1', 'worker-2'] },
      scope: 'agent',
      level: 'mandatory',
      deadline: 0,
      orderedBy: { kind: 'person', id: 'ann' },
    };
    const { eventName, attributes } = toLogAttributes(event);
    const written = Object.entries(attributes).map(([key, value]) => ({
      key,
      value: Array.isArray(value)
        ? { arrayValue: { values: value.map(anyValue) } }
        : anyValue(value as string | number),
    }));
    const record = { eventName, attributes: written, timeUnixNano: `${event.time}000000` };
    await post('/v1/logs', JSON.stringify(logs(record)));
    expect(accepted).toEqual([event]);
  });
});

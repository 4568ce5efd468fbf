import { gzipSync } from 'node:zlib';
import { type AgentEvent, emptyPolicy } from '@mortsafe/agent-events';
import { afterEach, describe, expect, it } from 'vitest';
import { audit, pod } from '../dialects/kubernetes/kubernetes.fixture.ts';
import { sensorDecoder } from '../dialects/sensors/sensor-decoder.ts';
import { START } from '../dialects/sensors/sensors.fixture.ts';
import type { DoorPass, Rejection } from '../source.ts';
import { type OtlpHttpReceiver, otlpHttpReceiver } from './otlp-http-receiver.ts';

let door: OtlpHttpReceiver | undefined;
afterEach(() => door?.close(0));

async function open(pass: DoorPass = { origin: 'platform' }, hears = true) {
  const accepted: AgentEvent[] = [];
  const rejected: Rejection[] = [];
  const dropped: string[] = [];
  door = otlpHttpReceiver({
    ...{ port: 0, policy: emptyPolicy, now: () => START },
    authenticate: ({ authorization }) => (authorization === 'Bearer sensor' ? pass : undefined),
    accept: async (events) => void accepted.push(...events),
    reject: (rejections) => void rejected.push(...rejections),
    drop: (reasons) => dropped.push(...reasons),
    sensors: hears ? sensorDecoder(emptyPolicy) : undefined,
  });
  const { port } = await door.listen();
  const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body: body as string,
      headers: { authorization: 'Bearer sensor', 'content-type': 'application/json', ...headers },
    });
  return { post, accepted, rejected, dropped, counts: door.counts };
}

const created = () =>
  audit({ user: 'ada', verb: 'create', response: pod({ name: 'w', agent: 'worker' }), code: 201 });
const started = { type: 'agent.started', origin: 'platform', agent: 'worker', observedTime: START };
const text = JSON.stringify(created());

describe('the platform’s door', () => {
  it.each<[string, string, string | Uint8Array, Record<string, string>]>([
    [
      'one object, as Falcosidekick posts it',
      '/v1/sensors',
      text,
      { 'content-type': 'application/json; charset=utf-8' },
    ],
    ['a list, as Fluent Bit posts it', '/v1/sensors', `[${text}]`, {}],
    ['one a line', '/v1/sensors/kubernetes-audit', `${text}\n\n`, { 'content-type': 'application/x-ndjson' }],
    [
      'what the audit webhook posts',
      '/v1/sensors/kubernetes-audit?timeout=30s',
      `{"kind":"EventList","items":[${text}]}`,
      {},
    ],
    ['it packed', '/v1/sensors', gzipSync(text), { 'content-encoding': 'gzip' }],
  ])('takes %s', async (_what, path, body, headers) => {
    const { post, accepted, rejected } = await open();
    const response = await post(path, body, headers);
    expect([response.status, await response.json()]).toEqual([200, {}]);
    expect(accepted).toMatchObject([started]);
    expect(rejected).toEqual([]);
  });

  it('counts what it leaves out and what it rejects, and answers how much that is', async () => {
    const { post, rejected, dropped, counts } = await open();
    const response = await post('/v1/sensors', `${text}\n{"auditID":"a"}\nbroken\n{"unknown":1}`);
    expect(await response.json()).toEqual({ rejected: 2, message: 'verb is missing; not valid JSON' });
    expect(rejected.map(({ position }) => position)).toEqual(['/v1/sensors#1', '/v1/sensors#2']);
    expect(dropped).toEqual(['in the words of no sensor']);
    expect(counts()).toMatchObject({
      ...{ events: 1, dropped: 1, rejected: 2 },
      reasons: { 'verb is missing': 1, 'not valid JSON': 1, 'in the words of no sensor': 1 },
    });
  });

  it('takes no event for a fleet that the token is not for', async () => {
    const { post, accepted, rejected } = await open({ origin: 'platform', fleets: ['other-*'] });
    await post('/v1/sensors', text);
    expect({ accepted, reasons: rejected.map(({ reason }) => reason) }).toEqual({
      ...{ accepted: [], reasons: ['fleet not allowed for this credential'] },
    });
  });

  it.each([
    ['an agent speaks as a sensor', '/v1/sensors', {}, 403],
    ['nobody knows who speaks', '/v1/sensors', { authorization: 'Bearer other' }, 401],
    ['there is no such dialect', '/v1/sensors/gossip', {}, 404],
  ])('refuses where %s', async (_why, path, headers, status) => {
    const { post, accepted } = await open({ origin: 'agent' });
    expect((await post(path, text, headers as Record<string, string>)).status).toBe(status);
    expect(accepted).toEqual([]);
  });

  it('refuses what is called something else than JSON', async () => {
    const { post } = await open();
    expect((await post('/v1/sensors', text, { 'content-type': 'application/x-protobuf' })).status).toBe(415);
  });

  it('is none for sensors where it is the agents’', async () => {
    const { post } = await open({ origin: 'agent' }, false);
    expect((await post('/v1/sensors', text)).status).toBe(404);
  });
});

import { once } from 'node:events';
import { Agent, request as httpRequest, type RequestOptions } from 'node:http';
import { createConnection } from 'node:net';
import { emptyPolicy } from '@mortsafe/agent-events';
import { expect, it } from 'vitest';
import { type HostileRequest, hostileRequest, randomness } from './hostile-requests.fixture.ts';
import { otlpHttpReceiver } from './otlp-http-receiver.ts';

const REQUESTS = 10_000;
const SENDERS = 8;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const GROWTH_BYTES_MAX = 512 * 1_048_576;

type Outcome = number | 'cut off';

it(`10,000 hostile requests leave the door standing, its memory bounded and each one counted (SEED=${SEED})`, async () => {
  const rejected: string[] = [];
  let kept = '';
  const door = otlpHttpReceiver({
    port: 0,
    policy: emptyPolicy,
    now: () => 1_760_000_000_000,
    authenticate: () => ({ origin: 'agent' }),
    accept: async () => {},
    reject(rejections) {
      for (const { reason, bytes } of rejections) {
        rejected.push(reason);
        if (kept.length < 1_000_000) kept += Buffer.from(bytes).toString();
      }
    },
    requestTimeoutMs: 2_000,
  });
  const { port } = await door.listen();
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
  const random = randomness(SEED);
  const before = process.memoryUsage().rss;
  let [sent, peak] = [0, before];

  async function sendMany(): Promise<void> {
    while (sent < REQUESTS) {
      sent++;
      await send(hostileRequest(random), port, agent);
      if (sent % 100 === 0) peak = Math.max(peak, process.memoryUsage().rss);
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, sendMany));

  const last = {
    kind: 'http',
    method: 'POST',
    path: '/v1/logs',
    headers: { 'content-type': 'application/json' },
  } as const;
  expect(await send({ ...last, body: Buffer.from('{}') }, port, agent)).toBe(200);
  agent.destroy();
  await door.close(0);

  const { requests, byStatus, reasons, rejected: rejectedCount, rejectionsLost } = door.counts();
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  expect(requests).toBeGreaterThanOrEqual(REQUESTS + 1);
  expect(sum(byStatus)).toBe(requests);
  expect(sum(reasons)).toBeGreaterThanOrEqual(requests - (byStatus[200] ?? 0));
  expect(Object.keys(byStatus).filter((status) => Number(status) >= 500)).toEqual([]);
  expect(Object.keys(reasons).filter((reason) => reason.startsWith('internal'))).toEqual([]);
  expect(rejected).toHaveLength(rejectedCount);
  expect(rejectionsLost).toBe(0);
  expect(rejected.filter((reason) => reason === '')).toEqual([]);
  expect(kept).not.toContain('a secret');
  expect(peak - before).toBeLessThan(GROWTH_BYTES_MAX);
}, 60_000);

function send(hostile: HostileRequest, port: number, agent: Agent): Promise<Outcome> {
  return hostile.kind === 'raw' ? sendRaw(hostile.bytes, port) : sendHttp(hostile, port, agent);
}

async function sendHttp(
  { method, path, headers, body, chunked }: Extract<HostileRequest, { kind: 'http' }>,
  port: number,
  agent: Agent,
): Promise<Outcome> {
  const options: RequestOptions = { host: '127.0.0.1', port, agent, method, path, headers: { ...headers } };
  if (!chunked) options.headers = { ...headers, 'content-length': String(body.length) };
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const request = httpRequest(options, (response) => {
    response.resume().on('close', () => resolve(response.statusCode ?? 'cut off'));
  });
  request.on('error', () => resolve('cut off'));
  request.end(body);
  return promise;
}

async function sendRaw(bytes: Buffer, port: number): Promise<Outcome> {
  const socket = createConnection(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.resume().end(bytes);
  await once(socket, 'close').catch(() => {});
  return 'cut off';
}

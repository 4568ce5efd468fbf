import { createServer, type Server } from 'node:net';
import type { AgentEvent } from '@mortsafe/agent-events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../agent.ts';
import { startAgent } from '../start-agent.ts';
import { type OtlpReceiver, otlpReceiver, until } from '../testing/otlp-receiver.ts';
import { setupTelemetry, type Telemetry } from './setup-telemetry.ts';

const QUEUE_MAX = 50;
const REPORTS = 2_000;

let port: number;
let telemetry: Telemetry;
let agent: Agent;

beforeAll(async () => {
  const receiver = await otlpReceiver();
  port = receiver.port;
  telemetry = setupTelemetry({
    endpoint: receiver.url,
    env: {},
    queueMax: QUEUE_MAX,
    answerTimeoutMs: 1_000,
  });
  agent = startAgent({
    id: 'worker-3',
    fleet: 'checkout',
    signals: false,
    env: {},
    heartbeatIntervalMs: 3_600_000,
  });
  await receiver.event('agent.heartbeat');
  await receiver.close();
});
afterAll(() => agent.stop());

const countOf = (event: AgentEvent) => (event.type === 'telemetry.lost' ? event.count : 1);
const reported = (events: AgentEvent[]) =>
  events.filter(({ type }) => type === 'agent.status_reported').length;

/** A whole day's work, with the loop given its turn now and then: whoever blocks it, stops this. */
async function workThrough(): Promise<void> {
  for (let report = 0; report < REPORTS; report += 1) {
    agent.reportStatus('worker-4', 'healthy');
    if (report % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

async function accountOf(receiver: OtlpReceiver): Promise<void> {
  await until(async () => {
    await telemetry.flush(100);
    return receiver.events.reduce((sum, event) => sum + countOf(event), 0) >= REPORTS || undefined;
  }, 'an account of everything');
  expect(receiver.events.reduce((sum, event) => sum + countOf(event), 0)).toBe(REPORTS);
  expect(reported(receiver.events)).toBeLessThanOrEqual(QUEUE_MAX);
  expect(receiver.events.find(({ type }) => type === 'telemetry.lost')).toMatchObject({
    ...{ agent: 'worker-3', fleet: 'checkout', where: 'sdk' },
  });
}

async function silentServer(): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

describe('an agent whose receiver', () => {
  it('is dead works on, keeps what fits, and accounts for the rest once it is back', async () => {
    await workThrough();
    const receiver = await otlpReceiver(port);
    await accountOf(receiver);
    await receiver.close();
  });

  it('takes connections and never answers works on just the same', async () => {
    const sockets: { destroy(): void }[] = [];
    const silent = await silentServer();
    silent.on('connection', (socket) => sockets.push(socket));
    await workThrough();
    await until(() => sockets[0], 'a connection');
    // No new ones; those that are there stay, and only the agent's own patience ends them.
    silent.close();
    const receiver = await otlpReceiver(port);
    await accountOf(receiver);
    for (const socket of sockets) socket.destroy();
    await receiver.close();
  });

  it.each([401, 429, 503])('answers %i keeps what fits until it is let in', async (status) => {
    const receiver = await otlpReceiver(port);
    receiver.answer(status);
    await workThrough();
    receiver.answer(200);
    await accountOf(receiver);
    await receiver.close();
  });

  it.each([400, 413])('answers %i loses that batch alone, and accounts for it', async (status) => {
    const receiver = await otlpReceiver(port);
    receiver.answer(status);
    agent.reportStatus('worker-4', 'healthy');
    await telemetry.flush();
    receiver.answer(200);
    agent.reportStatus('worker-5', 'healthy');
    expect(await receiver.event('telemetry.lost')).toMatchObject({ count: 1 });
    expect(reported(receiver.events)).toBe(1);
    await receiver.close();
  });
});

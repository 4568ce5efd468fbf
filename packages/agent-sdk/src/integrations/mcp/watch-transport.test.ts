import { beforeEach, expect, it } from 'vitest';
import { startAgent } from '../../start-agent.ts';
import { type RecordingProviders, recordingProviders } from '../../testing/recording-providers.ts';
import { watchTransport } from './watch-transport.ts';

interface Wire {
  send(message: unknown): Promise<void>;
  onmessage?: (message: unknown) => void;
}

let told: RecordingProviders;
beforeEach(() => {
  told = recordingProviders();
});
const outcomes = () => told.spans.getFinishedSpans().map((span) => span.attributes['mortsafe.outcome']);
const call = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'search' } });
const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } };

function watched(wire: Wire): Wire {
  const { loggerProvider, tracerProvider } = told;
  const about = { id: 'planner', fleet: 'search', env: {}, signals: false };
  const agent = startAgent({ ...about, heartbeatIntervalMs: 3_600_000, loggerProvider, tracerProvider });
  return watchTransport(wire, { agent, peer: 'researcher', tracerProvider });
}

it('tells a call that nobody waits for any more as unanswered', async () => {
  const wire = watched({ send: async () => {} });
  await wire.send(call(7));
  await wire.send(call(8));
  await wire.send(cancelled);
  expect(outcomes()).toEqual(['unanswered']);
});

it('tells the same of a call that it is asked', () => {
  const wire: Wire = { send: async () => {} };
  watched(wire).onmessage = () => {};
  wire.onmessage?.(call(7));
  wire.onmessage?.(cancelled);
  expect(outcomes()).toEqual(['unanswered']);
});

it('tells both of two calls under one id', () => {
  const wire: Wire = { send: async () => {} };
  const server = watched(wire);
  server.onmessage = () => {};
  wire.onmessage?.(call(7));
  wire.onmessage?.(call(7));
  void server.send({ jsonrpc: '2.0', id: 7, result: {} });
  expect(outcomes()).toEqual(['unanswered', 'ok']);
});

it('tells a call that could not be sent, and lets its author know as ever', async () => {
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const wire = watched({ send: () => Promise.reject(refused) });
  await expect(wire.send(call(7))).rejects.toBe(refused);
  expect(outcomes()).toEqual(['unanswered']);
});

import { describe, expect, it } from 'vitest';
import type { AgentOptions } from './agent-options.ts';
import { InvalidOptionError } from './errors.ts';
import { startAgent } from './start-agent.ts';
import { type RecordingProviders, recordingProviders } from './testing/recording-providers.ts';

function started(options: AgentOptions = {}) {
  const recording: RecordingProviders = recordingProviders();
  const { loggerProvider, tracerProvider } = recording;
  const agent = startAgent({
    ...{ id: 'worker-3', fleet: 'checkout', signals: false, env: {}, loggerProvider, tracerProvider },
    ...options,
  });
  return { agent, ...recording };
}

describe('startAgent', () => {
  it('says first that it started, of what it is made and how often it will beat, and beats from 0', async () => {
    const fingerprint = { code: 'c0de', memory: 'f00d' };
    const { agent, events } = started({
      fingerprint,
      heartbeatIntervalMs: 60_000,
      reason: 'failover',
      standbyFor: ['w-1'],
    });
    await agent.stop();
    expect(events()).toMatchObject([
      {
        type: 'agent.started',
        agent: 'worker-3',
        fleet: 'checkout',
        instance: agent.instance,
        fingerprint,
        heartbeatInterval: 60_000,
        reason: 'failover',
        standbyFor: ['w-1'],
      },
      { type: 'agent.heartbeat', sequence: 0, interval: 60_000 },
      { type: 'agent.stopped', reason: 'completed' },
    ]);
    expect(events()[0]).not.toHaveProperty('reporter');
  });

  it('gives each event an id of its own and one readable sentence', async () => {
    const { agent, events, records } = started();
    agent.reportStatus('worker-4', 'healthy');
    await agent.stop();
    expect(new Set(events().map(({ id }) => id)).size).toBe(events().length);
    expect(records.map(({ body }) => body)).toContain('worker-3 reported worker-4 healthy');
  });

  it('takes who it is and who launched it from the environment, once', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const env = {
      MORTSAFE_AGENT: 'worker-7',
      MORTSAFE_FLEET: 'search',
      MORTSAFE_INSTANCE: 'w7-2',
      MORTSAFE_LAUNCHED_BY: 'agent:planner',
      MORTSAFE_LAUNCHED_BY_INSTANCE: 'p-1',
      TRACEPARENT: traceparent,
    };
    const first = started({ id: undefined, fleet: undefined, env });
    const second = started({ env });
    expect(first.events()[0]).toMatchObject({
      ...{ agent: 'worker-7', fleet: 'search', instance: 'w7-2' },
      launchedBy: { kind: 'agent', id: 'planner', instance: 'p-1' },
      ...{ traceId: 'a'.repeat(32), parentSpanId: 'b'.repeat(16), spanId: expect.not.stringMatching(/^b+$/) },
    });
    expect(second.events()[0]).not.toHaveProperty('launchedBy');
    expect(second.agent.instance).not.toBe('w7-2');
    await Promise.all([first.agent.stop(), second.agent.stop()]);
  });

  it('does not take an instance that was meant for another agent', async () => {
    const { agent } = started({ env: { MORTSAFE_AGENT: 'worker-9', MORTSAFE_INSTANCE: 'w9-1' } });
    expect(agent.instance).not.toBe('w9-1');
    await agent.stop();
  });

  it.each<[string, AgentOptions]>([
    ['no id', { id: undefined }],
    ['an empty fleet', { fleet: '' }],
    ['an id beyond its bound', { id: 'x'.repeat(257) }],
    ['a heartbeat too fast', { heartbeatIntervalMs: 1 }],
    ['a heartbeat that is no number', { heartbeatIntervalMs: Number.NaN }],
  ])('throws at %s', (_, options) => {
    expect(() => started(options)).toThrow(InvalidOptionError);
  });

  it('stops once, however often it is told to', async () => {
    const { agent, eventsOf } = started({ heartbeatIntervalMs: 50 });
    await Promise.all([agent.stop('drained'), agent.stop()]);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(eventsOf('agent.stopped')).toMatchObject([{ reason: 'drained' }]);
    expect(eventsOf('agent.heartbeat')).toHaveLength(1);
  });

  it('has the provider flush what a SOC waits for', async () => {
    const { agent, flushes } = started();
    const before = flushes();
    agent.openLink('worker-4', { protocol: 'http' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(flushes()).toBeGreaterThan(before);
    await agent.stop();
  });

  it('survives a provider that throws, and one that never finishes to flush', async () => {
    const emit = () => {
      throw new Error('broken');
    };
    const loggerProvider = { getLogger: () => ({ emit }), forceFlush: () => new Promise<void>(() => {}) };
    const { agent } = started({ loggerProvider, exitFlushMs: 20 });
    agent.reportStatus('worker-4', 'healthy');
    await expect(agent.stop()).resolves.toBeUndefined();
  });
});

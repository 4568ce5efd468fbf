import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { AlwaysOffSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentOptions } from './agent-options.ts';
import { takeMarkers } from './environment.ts';
import { startAgent } from './start-agent.ts';
import { recordingProviders } from './testing/recording-providers.ts';

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => context.disable());

function launching(more: AgentOptions = {}) {
  const recording = recordingProviders();
  const { loggerProvider, tracerProvider } = recording;
  const options = { signals: false, env: { PATH: '/bin' }, warn() {}, loggerProvider, tracerProvider };
  const agent = startAgent({ id: 'planner', fleet: 'checkout', instance: 'p-1', ...options, ...more });
  return { agent, spans: () => recording.spans.getFinishedSpans(), eventsOf: recording.eventsOf };
}

describe('agent.launch', () => {
  it('tells the peer who it is, who launched it and in which span', async () => {
    const { agent, spans, eventsOf } = launching();
    const env = await agent.launch('worker-7', (given) => given, { reason: 'failover', instance: 'w7-2' });
    const [span] = spans();
    expect(span).toMatchObject({
      name: 'create_agent worker-7',
      attributes: { 'mortsafe.agent': 'planner', 'mortsafe.peer': 'worker-7', 'mortsafe.reason': 'failover' },
    });
    // That it was started is no answer of the peer.
    expect(span?.attributes).not.toHaveProperty('mortsafe.outcome');
    expect(env).toMatchObject({ PATH: '/bin', MORTSAFE_AGENT: 'worker-7', MORTSAFE_INSTANCE: 'w7-2' });
    expect(takeMarkers({ ...env })).toMatchObject({
      ...{ agent: 'worker-7', fleet: 'checkout', instance: 'w7-2' },
      launchedBy: { kind: 'agent', id: 'planner', instance: 'p-1' },
      launchSpan: { traceId: span?.spanContext().traceId, spanId: span?.spanContext().spanId },
    });
    expect(eventsOf('agent.activity')).toEqual([]);
    await agent.stop();
  });

  it('calls run once, before it returns, and throws on what run throws', async () => {
    const { agent, spans } = launching();
    let calls = 0;
    const failure = new RangeError('no such file');
    const launched = agent.launch('worker-7', () => {
      calls += 1;
      throw failure;
    });
    expect(calls).toBe(1);
    await expect(launched).rejects.toBe(failure);
    expect(spans()[0]?.attributes['error.type']).toBe('RangeError');
    await agent.stop();
  });

  it('gives each launch an instance of its own, whatever the peer is called', async () => {
    const { agent } = launching();
    const instances = new Set<string | undefined>();
    for (const peer of ['w', 'w', 'x'.repeat(256)]) {
      instances.add(await agent.launch(peer, (env) => env.MORTSAFE_INSTANCE));
    }
    expect(instances.size).toBe(3);
    expect([...instances].every((instance) => (instance?.length ?? 0) <= 256)).toBe(true);
    await agent.stop();
  });

  it('hands on a valid span and tells the launch as an event, when nobody traces', async () => {
    const { agent, eventsOf } = launching({ tracerProvider: trace.getTracerProvider() });
    const env = await agent.launch('worker-7', (given) => given);
    const { launchSpan } = takeMarkers({ ...env });
    expect(eventsOf('agent.activity')).toMatchObject([
      {
        agent: 'planner',
        operation: 'create_agent',
        peer: 'worker-7',
        traceId: launchSpan?.traceId,
        spanId: launchSpan?.spanId,
      },
    ]);
    await agent.stop();
  });

  it('stays in the trace that led to it without taking its span for the launch, when nobody traces', async () => {
    const outer = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
    const { agent, eventsOf } = launching({ tracerProvider: trace.getTracerProvider() });
    const env = await context.with(trace.setSpanContext(context.active(), outer), () =>
      agent.launch('worker-7', (given) => given),
    );
    const { launchSpan } = takeMarkers({ ...env });
    expect(launchSpan?.traceId).toBe(outer.traceId);
    expect(launchSpan?.spanId).not.toBe(outer.spanId);
    expect(eventsOf('agent.activity')).toMatchObject([
      { parentSpanId: outer.spanId, spanId: launchSpan?.spanId },
    ]);
    await agent.stop();
  });

  it('tells a launch whose span was not sampled as an event, and keeps its span', async () => {
    const tracerProvider = new TracerProvider({ sampler: new AlwaysOffSampler() });
    const { agent, eventsOf } = launching({ tracerProvider });
    const env = await agent.launch('worker-7', (given) => given);
    expect(eventsOf('agent.activity')).toMatchObject([
      { spanId: takeMarkers({ ...env }).launchSpan?.spanId },
    ]);
    await agent.stop();
  });
});

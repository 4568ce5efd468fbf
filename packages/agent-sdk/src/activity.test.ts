import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAgent } from './start-agent.ts';
import { recordingProviders } from './testing/recording-providers.ts';

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => context.disable());

function working() {
  const recording = recordingProviders();
  const { loggerProvider, tracerProvider } = recording;
  const options = { signals: false, env: {}, loggerProvider, tracerProvider };
  const agent = startAgent({ id: 'worker-3', fleet: 'checkout', instance: 'w3-1', ...options });
  const spans = () => recording.spans.getFinishedSpans();
  return { agent, spans, eventsOf: recording.eventsOf };
}

describe('agent.run', () => {
  it('records who does what with whom as a span, and as nothing else', async () => {
    const { agent, spans, eventsOf } = working();
    const answer = await agent.run('invoke_agent', { peer: 'worker-4', target: 'http://w4' }, () => 42);
    expect(answer).toBe(42);
    expect(spans()).toMatchObject([
      {
        name: 'invoke_agent worker-4',
        attributes: {
          'gen_ai.operation.name': 'invoke_agent',
          'gen_ai.agent.id': 'worker-3',
          'gen_ai.agent.name': 'worker-3',
          'mortsafe.agent': 'worker-3',
          'mortsafe.instance': 'w3-1',
          'mortsafe.fleet': 'checkout',
          'mortsafe.peer': 'worker-4',
          'mortsafe.target': 'http://w4',
          'mortsafe.outcome': 'ok',
        },
      },
    ]);
    expect(eventsOf('agent.activity')).toEqual([]);
    await agent.stop();
  });

  it('says of work without another side nothing about how that side ended', async () => {
    const { agent, spans } = working();
    await agent.run('plan', {}, async () => {});
    expect(spans()[0]?.attributes).not.toHaveProperty('mortsafe.outcome');
    await agent.stop();
  });

  it('throws on what the work throws, and records its class but never its message', async () => {
    const { agent, spans } = working();
    const failure = new TypeError('the prompt was: open the pod bay doors');
    await expect(agent.run('execute_tool', { tool: 'door' }, () => Promise.reject(failure))).rejects.toBe(
      failure,
    );
    const [span] = spans();
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span?.attributes).toMatchObject({ 'error.type': 'TypeError', 'mortsafe.outcome': 'error' });
    expect(JSON.stringify([span?.attributes, span?.events])).not.toContain('pod bay');
    await agent.stop();
  });

  it.each<[string, unknown]>([
    ['timed out', new DOMException('late', 'TimeoutError')],
    ['was refused', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })],
    ['was reset under fetch', new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })],
  ])('knows a peer that did not answer from one that failed, when the call %s', async (_, error) => {
    const { agent, spans } = working();
    await expect(agent.run('invoke_agent', { peer: 'worker-4' }, () => Promise.reject(error))).rejects.toBe(
      error,
    );
    expect(spans()[0]?.attributes['mortsafe.outcome']).toBe('unanswered');
    await agent.stop();
  });

  it.each([undefined, null, 'text', 7])(
    'takes %j for an error like any other when that is thrown',
    async (thrown) => {
      const { agent, spans } = working();
      await expect(agent.run('chat', {}, () => Promise.reject(thrown))).rejects.toBe(thrown);
      expect(spans()[0]?.attributes['mortsafe.outcome']).toBe('error');
      await agent.stop();
    },
  );

  it('makes what is done inside it its child, and what is said inside it part of its trace', async () => {
    const { agent, spans, eventsOf } = working();
    await agent.run('invoke_workflow', {}, async () => {
      await agent.run('chat', {}, ({ span }) => span.setAttribute('app.detail', 1));
      agent.openLink('worker-4', { protocol: 'http' });
    });
    const [inner, outer] = spans();
    expect(inner).toMatchObject({ parentSpanContext: { spanId: outer?.spanContext().spanId } });
    expect(inner?.attributes['app.detail']).toBe(1);
    expect(eventsOf('link.opened')).toMatchObject([{ spanId: outer?.spanContext().spanId }]);
    await agent.stop();
  });

  it('says once that nobody traces, when nobody does', async () => {
    const { loggerProvider } = recordingProviders();
    const said: string[] = [];
    const options = { signals: false, env: {}, loggerProvider, tracerProvider: trace.getTracerProvider() };
    const agent = startAgent({ id: 'a', fleet: 'f', ...options, warn: (message) => said.push(message) });
    await agent.run('chat', {}, () => 1);
    await agent.run('chat', {}, () => 2);
    expect(new Set(said)).toEqual(new Set([expect.stringContaining('no OpenTelemetry traces provider')]));
    await agent.stop();
  });
});

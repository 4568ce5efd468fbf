import { setTimeout as wait } from 'node:timers/promises';
import { context as contexts } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../errors.ts';
import { startAgent } from '../../start-agent.ts';
import { ordersDoor } from '../../testing/orders-door.ts';
import { until } from '../../testing/otlp-receiver.ts';
import { type RecordingProviders, recordingProviders } from '../../testing/recording-providers.ts';
import type { FrameworkOptions } from './framework-options.ts';
import { harmless } from './harmless.ts';
import { createSteps, type Steps } from './steps.ts';

beforeAll(() => {
  contexts.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => contexts.disable());

let told: RecordingProviders;
let begun: Steps[];
beforeEach(() => {
  told = recordingProviders();
  begun = [];
});
afterEach(() => Promise.all(begun.map((steps) => steps.stop())));

function stepsWith(options: FrameworkOptions = {}): Steps {
  const { loggerProvider, tracerProvider } = told;
  const steps = createSteps({
    fleet: 'checkout',
    env: {},
    signals: false,
    loggerProvider,
    tracerProvider,
    ...options,
  });
  begun.push(steps);
  return steps;
}

const spans = () =>
  told.spans.getFinishedSpans().map(({ name, attributes }) => ({
    name,
    agent: attributes['mortsafe.agent'],
    peer: attributes['mortsafe.peer'],
    outcome: attributes['mortsafe.outcome'],
  }));

describe('an agent that a framework runs', () => {
  it('is started once, however often it runs', () => {
    const steps = stepsWith();
    for (const id of ['a', 'b']) {
      steps.begin(id, undefined, { agent: 'triage' });
      steps.end(id);
    }
    expect(told.eventsOf('agent.started').map(({ agent }) => agent)).toEqual(['triage']);
    expect(spans().map(({ name }) => name)).toEqual(['invoke_agent triage', 'invoke_agent triage']);
  });

  it('is launched by, linked with and called by the agent in whose run it begins', async () => {
    const steps = stepsWith();
    steps.begin('a', undefined, { agent: 'triage' });
    steps.begin('b', 'a', { agent: 'researcher' });
    steps.end('b');
    steps.end('a');
    await wait(0);
    const [, started] = told.eventsOf('agent.started');
    const [triage] = told.eventsOf('agent.started');
    expect(started).toMatchObject({
      agent: 'researcher',
      launchedBy: { kind: 'agent', id: 'triage', instance: triage?.instance },
    });
    expect(told.eventsOf('link.opened')).toMatchObject([
      { agent: 'triage', peer: 'researcher', protocol: 'memory' },
    ]);
    expect(spans()).toEqual([
      { name: 'invoke_agent researcher', agent: 'researcher', peer: undefined, outcome: undefined },
      { name: 'invoke_agent researcher', agent: 'triage', peer: 'researcher', outcome: 'ok' },
      { name: 'invoke_agent triage', agent: 'triage', peer: undefined, outcome: undefined },
      { name: 'create_agent researcher', agent: 'triage', peer: 'researcher', outcome: undefined },
    ]);
    const traces = new Set(told.spans.getFinishedSpans().map((span) => span.spanContext().traceId));
    expect(traces.size).toBe(1);
  });

  it('tells its tools as its own activity, also below steps that are nobody', () => {
    const steps = stepsWith();
    steps.begin('a', undefined, { agent: 'triage' });
    steps.begin('node', 'a', {});
    steps.begin('tool', 'node', { operation: 'execute_tool', tool: 'search' });
    steps.end('tool', { error: new TypeError('secret') });
    expect(spans()).toEqual([
      { name: 'execute_tool search', agent: 'triage', peer: undefined, outcome: 'error' },
    ]);
    expect(JSON.stringify(told.spans.getFinishedSpans()[0]?.attributes)).not.toContain('secret');
  });

  it('is the same whoever watches it, for each request anew or through two frameworks', () => {
    for (const steps of [stepsWith(), stepsWith()]) {
      steps.begin('a', undefined, { agent: 'triage' });
      steps.begin('b', 'a', { agent: 'researcher' });
      steps.end('b');
      steps.end('a');
    }
    expect(told.eventsOf('agent.started')).toHaveLength(2);
    expect(told.eventsOf('link.opened')).toHaveLength(1);
  });

  it('does once what is told twice', () => {
    const steps = stepsWith();
    for (const _ of ['once', 'twice']) steps.begin('a', undefined, { agent: 'triage' });
    for (const _ of ['once', 'twice']) steps.end('a');
    expect(spans()).toHaveLength(1);
  });

  it('closes its links and stops with the framework', async () => {
    const steps = stepsWith();
    steps.begin('a', undefined, { agent: 'triage' });
    steps.begin('b', 'a', { agent: 'researcher' });
    await steps.stop();
    expect(told.eventsOf('link.closed')).toHaveLength(1);
    expect(
      told
        .eventsOf('agent.stopped')
        .map(({ agent }) => agent)
        .toSorted(),
    ).toEqual(['researcher', 'triage']);
  });
});

describe('an agent that a kill has ended', () => {
  it('is launched again by whoever runs it again', async () => {
    const door = await ordersDoor();
    const control = (id: string) => (id === 'researcher' ? { url: door.url, token: 'of-it' } : undefined);
    const steps = stepsWith({ control });
    steps.begin('a', undefined, { agent: 'triage' });
    const researcher = steps.begin('b', 'a', { agent: 'researcher' }).agent;
    await researcher?.ready();
    door.order({ order: 'kill-1' });
    await until(() => researcher?.signal.aborted || undefined, 'the order');
    steps.end('b', { error: researcher?.signal.reason });
    steps.begin('c', 'a', { agent: 'researcher' });
    const [, first, second] = told.eventsOf('agent.started');
    expect(second).toMatchObject({ agent: 'researcher', launchedBy: { id: 'triage' } });
    expect(second?.instance).not.toBe(first?.instance);
    expect(told.eventsOf('link.opened')).toHaveLength(2);
    expect(told.eventsOf('link.closed')).toHaveLength(1);
    await door.close();
  });
});

describe('who acts where the framework names nobody', () => {
  it('is the agent that was started before', async () => {
    const { loggerProvider, tracerProvider } = told;
    const agent = startAgent({
      id: 'host',
      fleet: 'checkout',
      env: {},
      signals: false,
      loggerProvider,
      tracerProvider,
    });
    const steps = stepsWith({ agent, fleet: undefined });
    steps.begin('a', undefined, { operation: 'chat' });
    steps.end('a');
    expect(spans()).toMatchObject([{ name: 'chat host', agent: 'host' }]);
    await steps.stop();
    expect(told.eventsOf('agent.stopped')).toEqual([]);
    await agent.stop();
  });

  it('is started when it first acts, with what its launcher left in the environment', () => {
    const env = { MORTSAFE_AGENT: 'worker', MORTSAFE_LAUNCHED_BY: 'agent:planner' };
    const steps = stepsWith({ env });
    expect(told.events()).toEqual([]);
    steps.begin('a', undefined, { operation: 'chat' });
    expect(told.eventsOf('agent.started')).toMatchObject([
      { agent: 'worker', launchedBy: { kind: 'agent', id: 'planner' } },
    ]);
  });

  it('is nobody without a name: nothing is told, and that is said', () => {
    const warnings: string[] = [];
    const steps = stepsWith({ warn: (message) => warnings.push(message) });
    steps.begin('a', undefined, { operation: 'chat' });
    steps.end('a');
    expect(spans()).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('names no agent')]);
  });
});

describe('what is named', () => {
  it('is part of its caller where the user says that it is no agent', () => {
    const steps = stepsWith({ agentId: (name) => (name === 'format' ? undefined : `eu/${name}`) });
    steps.begin('a', undefined, { agent: 'triage' });
    steps.begin('b', 'a', { agent: 'format' });
    expect(told.eventsOf('agent.started').map(({ agent }) => agent)).toEqual(['eu/triage']);
  });

  it('starts no more agents than agentsMax', () => {
    const warnings: string[] = [];
    const steps = stepsWith({ agentsMax: 2, warn: (message) => warnings.push(message) });
    for (const name of ['one', 'two', 'three']) steps.begin(name, undefined, { agent: name });
    expect(told.eventsOf('agent.started')).toHaveLength(2);
    expect(warnings).toEqual([expect.stringContaining('agentsMax')]);
  });

  it('needs a fleet, and says so at once', () => {
    expect(() => stepsWith({ fleet: undefined })).toThrow(InvalidOptionError);
  });
});

describe('what a framework calls', () => {
  it('never throws, and says what class of error it met', () => {
    const warnings: string[] = [];
    const observe = harmless(
      (message) => warnings.push(message),
      () => {
        throw new RangeError('secret');
      },
      () => 'unharmed',
    );
    expect(observe()).toBe('unharmed');
    expect(warnings).toEqual(['mortsafe: something the framework told was not recorded (RangeError).']);
  });
});

import { type AgentActivity, defaultPolicyEntry, emptyPolicy, type Policy } from '@mortsafe/agent-events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otlpDecoder } from '../otlp/decode-otlp.ts';
import { logsRequests, tracesRequests } from '../otlp/otlp.arbitrary.ts';
import { encode } from '../otlp/otlp.proto.fixture.ts';
import type { DoorPass } from '../source.ts';

const NOW = 1_760_000_000_000;
type Plain = Record<string, string>;

const written = (attributes: Plain) =>
  Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));

interface Given {
  attributes: Plain;
  resource?: Plain;
  status?: number;
  pass?: DoorPass;
  policy?: Policy;
}

function span({
  attributes,
  resource = {},
  status = 0,
  pass = { origin: 'agent' },
  policy = emptyPolicy,
}: Given) {
  const one = {
    traceId: Buffer.alloc(16, 1),
    spanId: Buffer.alloc(8, 2),
    endTimeUnixNano: `${NOW - 5}000000`,
    attributes: written({ 'gen_ai.operation.name': 'chat', ...attributes }),
    status: { code: status, message: 'a secret' },
  };
  const bytes = encode('TracesRequest', {
    resourceSpans: [{ resource: { attributes: written(resource) }, scopeSpans: [{ spans: [one] }] }],
  });
  return otlpDecoder(policy)({
    signal: 'traces',
    encoding: 'protobuf',
    bytes,
    position: 'p',
    pass,
    observedTime: NOW,
  });
}

function activityOf(given: Given): AgentActivity {
  const decoded = span(given);
  const event = decoded.kind === 'records' ? decoded.events[0] : undefined;
  if (event?.type !== 'agent.activity') throw new Error(JSON.stringify(decoded));
  return event;
}

describe('whom a GenAI span is about', () => {
  const all = {
    'mortsafe.agent': 'ours',
    'team.role': 'planner',
    'gen_ai.agent.name': 'named',
    'gen_ai.agent.id': 'random-1',
  };
  const { 'mortsafe.agent': _ours, ...foreign } = all;
  const { 'team.role': _role, ...named } = foreign;
  const mapping = { attribute: 'team.role', matches: '*', agent: 'crew/{value}' };
  const policy: Policy = {
    fleets: [{ ...defaultPolicyEntry, identity: [mapping] }],
  };

  it.each([
    ['mortsafe.agent before all', { attributes: all, resource: { 'service.name': 's' }, policy }, 'ours'],
    [
      'what the policy maps',
      { attributes: foreign, resource: { 'service.name': 's' }, policy },
      'crew/planner',
    ],
    [
      'the name, where a service vouches for it',
      { attributes: named, resource: { 'service.name': 's' } },
      'named',
    ],
    ['the id, where none does', { attributes: named }, 'random-1'],
  ])('is told by %s', (_name, given, agent) => {
    expect(activityOf(given)).toMatchObject({ agent });
  });

  it('drops a span that names nobody, and one that is none of GenAI', () => {
    expect(span({ attributes: {} })).toMatchObject({ drops: ['no agent on this span'] });
    expect(span({ attributes: { 'gen_ai.operation.name': '' } })).toMatchObject({ events: [] });
  });

  it('takes the instance from the agent before the process', () => {
    const resource = { 'service.instance.id': 'process-1', 'host.name': 'node-1' };
    const attributes = { 'mortsafe.agent': 'a' };
    expect(activityOf({ attributes, resource })).toMatchObject({ instance: 'process-1', host: 'node-1' });
    expect(
      activityOf({ attributes: { ...attributes, 'mortsafe.instance': 'mine' }, resource }),
    ).toMatchObject({
      instance: 'mine',
    });
  });
});

describe('the fleet of a GenAI span', () => {
  const attributes = { 'mortsafe.agent': 'a' };
  const pass = (...fleets: string[]): DoorPass => ({ origin: 'agent', fleets });

  it.each([
    [
      'its own word',
      { attributes: { ...attributes, 'mortsafe.fleet': 'x' }, resource: { 'mortsafe.fleet': 'y' } },
      'x',
    ],
    ['its resource', { attributes, resource: { 'mortsafe.fleet': 'y', 'service.namespace': 'z' } }, 'y'],
    [
      'the one fleet of its credential',
      { attributes, resource: { 'service.namespace': 'z' }, pass: pass('only') },
      'only',
    ],
    ['its namespace', { attributes, resource: { 'service.namespace': 'z' }, pass: pass('z*') }, 'z'],
    ['nothing', { attributes }, 'default'],
  ])('is told by %s', (_name, given, fleet) => {
    expect(activityOf(given)).toMatchObject({ fleet });
  });

  it('is spoken for by nobody whose credential is not for it, and that can be told of', () => {
    const given = {
      attributes: { ...attributes, 'mortsafe.fleet': 'payments' },
      pass: pass('checkout', 'shop-*'),
    };
    expect(activityOf(given)).toMatchObject({ fleet: 'payments', sender: 'credential@checkout,shop-*' });
  });
});

describe('how the other side of a GenAI span ended', () => {
  const agent = { 'mortsafe.agent': 'a' };
  const tool = { ...agent, 'gen_ai.tool.name': 'search' };
  it.each([
    ['an error is an error', { attributes: agent, status: 2 }, 'error'],
    ['a named error is one too', { attributes: { ...agent, 'error.type': 'timeout' } }, 'error'],
    ['ok says nothing where there is no other side', { attributes: agent, status: 1 }, undefined],
    ['ok of a tool is its', { attributes: tool, status: 1 }, 'ok'],
    ['unset says nothing', { attributes: tool }, undefined],
    [
      'our own word stands before the status',
      { attributes: { ...tool, 'mortsafe.outcome': 'unanswered' }, status: 2 },
      'unanswered',
    ],
  ])('%s', (_name, given, outcome) => {
    expect(activityOf(given).outcome).toBe(outcome);
  });
});

describe('a request', () => {
  const pass: DoorPass = { origin: 'agent', fleets: ['*'] };
  it.each([
    ['logs', logsRequests],
    ['traces', tracesRequests],
  ] as const)('of %s is decoded without throwing, whatever its attributes hold', (signal, requests) => {
    const decode = otlpDecoder(emptyPolicy);
    fc.assert(
      fc.property(requests as fc.Arbitrary<object>, (request) => {
        const bytes = Buffer.from(JSON.stringify(request));
        const decoded = decode({ signal, encoding: 'json', bytes, position: 'p', pass, observedTime: NOW });
        expect(decoded.kind).toBe('records');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('content', () => {
  it('gets past decoding neither as an event nor as a rejection, even if a policy asks for it', () => {
    const content = {
      'gen_ai.prompt': 'a secret',
      'gen_ai.input.messages': 'a secret',
      'gen_ai.tool.call.arguments': 'a secret',
      'traceloop.entity.input': 'a secret',
    };
    const policy: Policy = {
      fleets: [
        {
          ...defaultPolicyEntry,
          identity: [{ attribute: 'gen_ai.prompt', matches: '*', agent: '{value}' }],
        },
      ],
    };
    const kept = span({ attributes: { ...content, 'mortsafe.agent': 'a' }, policy });
    const rejected = span({ attributes: { ...content, 'mortsafe.agent': 'x'.repeat(257) }, policy });
    expect(kept).toMatchObject({ events: { length: 1 } });
    expect(rejected).toMatchObject({ rejections: { length: 1 } });
    const bytes =
      rejected.kind === 'records' ? Buffer.from(rejected.rejections[0]?.bytes ?? []).toString() : '';
    expect(bytes).toContain('gen_ai.operation.name');
    expect(JSON.stringify(kept) + bytes).not.toContain('a secret');
  });
});

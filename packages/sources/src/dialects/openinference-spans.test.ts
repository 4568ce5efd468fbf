import { type AgentActivity, defaultPolicyEntry, emptyPolicy, type Policy } from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import { otlpDecoder } from '../otlp/decode-otlp.ts';

const NOW = 1_760_000_000_000;
type Plain = Record<string, string>;

const written = (attributes: Plain) =>
  Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));

interface Given {
  resource?: Plain;
  status?: number;
  policy?: Policy;
}

function decode(attributes: Plain, { resource = {}, status = 1, policy = emptyPolicy }: Given = {}) {
  const span = {
    ...{
      traceId: '01'.repeat(16),
      spanId: '02'.repeat(8),
      parentSpanId: '03'.repeat(8),
      status: { code: status },
    },
    ...{ startTimeUnixNano: `${NOW - 50}000000`, endTimeUnixNano: `${NOW - 5}000000` },
    attributes: written(attributes),
  };
  const request = {
    resourceSpans: [{ resource: { attributes: written(resource) }, scopeSpans: [{ spans: [span] }] }],
  };
  const bytes = Buffer.from(JSON.stringify(request));
  const pass = { origin: 'agent' as const };
  return otlpDecoder(policy)({
    signal: 'traces',
    encoding: 'json',
    bytes,
    position: 'p',
    pass,
    observedTime: NOW,
  });
}

function activityOf(...given: Parameters<typeof decode>): AgentActivity {
  const decoded = decode(...given);
  const event = decoded.kind === 'records' ? decoded.events[0] : undefined;
  if (event?.type !== 'agent.activity') throw new Error(JSON.stringify(decoded));
  return event;
}

// As openinference-instrumentation-crewai writes them, without what is dropped.
const byRole = { 'openinference.span.kind': 'AGENT', 'graph.node.id': 'researcher', crew_key: 'k' };
const byTool = { 'openinference.span.kind': 'TOOL', 'tool.name': 'search', 'tool.agent_role': 'researcher' };

describe('an OpenInference span', () => {
  it('shows an agent at work, by its role in the crew', () => {
    const resource = { 'service.instance.id': 'r-1', 'mortsafe.fleet': 'study', 'host.name': 'node-1' };
    expect(activityOf(byRole, { resource })).toMatchObject({
      ...{ agent: 'researcher', instance: 'r-1', fleet: 'study', host: 'node-1', operation: 'invoke_agent' },
      ...{ time: NOW - 5, startedTime: NOW - 50, spanId: '02'.repeat(8), parentSpanId: '03'.repeat(8) },
    });
  });

  it('shows which tool it used, and whether that answered', () => {
    const used = { agent: 'researcher', operation: 'execute_tool', tool: 'search' };
    expect(activityOf(byTool)).toMatchObject({ ...used, outcome: 'ok' });
    expect(activityOf(byTool, { status: 2 })).toMatchObject({ ...used, outcome: 'error' });
  });

  it.each([
    ['LLM', 'chat'],
    ['CHAIN', 'invoke_workflow'],
    ['EMBEDDING', 'embeddings'],
    ['GUARDRAIL', 'guardrail'],
  ])('of kind %s is the operation %s of the agent that it names', (kind, operation) => {
    const attributes = { 'openinference.span.kind': kind, 'agent.name': 'writer' };
    expect(activityOf(attributes)).toMatchObject({ agent: 'writer', operation });
  });

  it.each([
    [{ 'openinference.span.kind': 'LLM', 'llm.model_name': 'm' }],
    [{ 'openinference.span.kind': 'CHAIN', 'graph.node.id': 'step-1' }],
  ])('that names no agent is dropped: %j', (attributes) => {
    expect(decode(attributes)).toMatchObject({ drops: ['no agent on this span'] });
  });

  it('is about whom the policy says, and what says so itself comes before', () => {
    const mapping = { attribute: 'graph.node.id', matches: '*', agent: 'crew/{value}' };
    const policy: Policy = { fleets: [{ ...defaultPolicyEntry, identity: [mapping] }] };
    expect(activityOf(byRole, { policy })).toMatchObject({ agent: 'crew/researcher' });
    expect(activityOf({ ...byRole, 'mortsafe.agent': 'ours' }, { policy })).toMatchObject({ agent: 'ours' });
  });

  it('that speaks GenAI too is read as that', () => {
    const both = { ...byRole, 'gen_ai.operation.name': 'plan', 'gen_ai.agent.name': 'planner' };
    expect(activityOf(both)).toMatchObject({ agent: 'planner', operation: 'plan' });
  });

  it('gives away no content', () => {
    const secret = { 'input.value': 'a secret', 'output.value': 'a secret', 'agent.backstory': 'a secret' };
    const spans = [
      decode({ ...byRole, ...secret }),
      decode({ ...byRole, ...secret, 'graph.node.id': 'x'.repeat(257) }),
    ];
    expect(spans).toMatchObject([{ events: { length: 1 } }, { rejections: { length: 1 } }]);
    const rejected = spans[1]?.kind === 'records' ? spans[1].rejections[0]?.bytes : undefined;
    expect(JSON.stringify(spans[0]) + Buffer.from(rejected ?? [])).not.toContain('a secret');
  });
});

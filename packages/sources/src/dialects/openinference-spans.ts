import {
  agentOf,
  HOST_NAME,
  instanceOf,
  OPENINFERENCE_AGENT_NAME,
  OPENINFERENCE_NODE_ID,
  OPENINFERENCE_SPAN_KIND,
  OPENINFERENCE_TOOL_AGENT,
  OPENINFERENCE_TOOL_NAME,
} from '@mortsafe/agent-events';
import type { SpanRecord } from '../otlp/records.ts';
import type { Dialect } from './dialect.ts';
import { fleetSaid, identityIn } from './fleet.ts';
import { judge } from './judge.ts';

/** Their kinds in the words of the GenAI conventions. What is not among them is at work all the same. */
const operations: Readonly<Record<string, string>> = {
  AGENT: 'invoke_agent',
  CHAIN: 'invoke_workflow',
  TOOL: 'execute_tool',
  LLM: 'chat',
  EMBEDDING: 'embeddings',
};

/** OpenInference spans, which CrewAI's and many others' instrumentations write: an agent at work, by its name or role. */
export const openinferenceSpans: Dialect<SpanRecord> = {
  name: 'openinference-spans',
  matches: ({ attributes }) => typeof attributes[OPENINFERENCE_SPAN_KIND] === 'string',
  decode({ record: span, resource }, context) {
    const { attributes } = span;
    const described = { attributes, resource };
    const fleet = fleetSaid(context.pass, attributes, resource);
    const kind = String(attributes[OPENINFERENCE_SPAN_KIND]);
    const agent = agentOf(described, identityIn(context.policy, fleet)) ?? nameOn(span, kind);
    if (agent === undefined) return { kind: 'drop', reason: 'no agent on this span' };

    return judge(
      {
        type: 'agent.activity',
        time: span.endTimeMs,
        fleet,
        agent,
        instance: instanceOf(described),
        host: resource[HOST_NAME],
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId,
        operation: operations[kind] ?? kind.toLowerCase(),
        tool: kind === 'TOOL' ? attributes[OPENINFERENCE_TOOL_NAME] : undefined,
        startedTime: span.startTimeMs,
        outcome: outcomeOf(span, kind),
      },
      context,
    );
  },
};

/** A node of a graph is an agent only where the span says so. */
function nameOn({ attributes }: SpanRecord, kind: string): unknown {
  const name = attributes[OPENINFERENCE_AGENT_NAME];
  if (name !== undefined) return name;
  if (kind === 'AGENT') return attributes[OPENINFERENCE_NODE_ID];
  return kind === 'TOOL' ? attributes[OPENINFERENCE_TOOL_AGENT] : undefined;
}

/** A status is the span's own; it tells of the other side only where there is one. */
function outcomeOf({ status }: SpanRecord, kind: string): 'ok' | 'error' | undefined {
  if (status === 'error') return 'error';
  return status === 'ok' && kind === 'TOOL' ? 'ok' : undefined;
}

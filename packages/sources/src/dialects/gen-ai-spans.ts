import {
  agentOf,
  ERROR_TYPE,
  GEN_AI_OPERATION_NAME,
  GEN_AI_TOOL_NAME,
  HOST_NAME,
  instanceOf,
  MORTSAFE_ID,
  MORTSAFE_OPERATION,
  MORTSAFE_OUTCOME,
  MORTSAFE_PEER,
  MORTSAFE_REPORTER,
  MORTSAFE_TARGET,
  MORTSAFE_TOOL,
} from '@mortsafe/agent-events';
import type { SpanRecord } from '../otlp/records.ts';
import type { Dialect } from './dialect.ts';
import { fleetSaid, identityIn } from './fleet.ts';
import { judge } from './judge.ts';

/** OpenTelemetry GenAI spans: whatever framework wrote them, they show an agent at work. */
export const genAiSpans: Dialect<SpanRecord> = {
  name: 'gen-ai-spans',
  matches: ({ attributes }) => GEN_AI_OPERATION_NAME in attributes || MORTSAFE_OPERATION in attributes,
  decode({ record: span, resource }, context) {
    const { attributes } = span;
    const described = { attributes, resource };
    const fleet = fleetSaid(context.pass, attributes, resource);
    const agent = agentOf(described, identityIn(context.policy, fleet));
    if (agent === undefined) return { kind: 'drop', reason: 'no agent on this span' };

    return judge(
      {
        type: 'agent.activity',
        id: attributes[MORTSAFE_ID],
        time: span.endTimeMs,
        fleet,
        agent,
        instance: instanceOf(described),
        reporter: attributes[MORTSAFE_REPORTER],
        host: resource[HOST_NAME],
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId,
        operation: attributes[GEN_AI_OPERATION_NAME] ?? attributes[MORTSAFE_OPERATION],
        peer: attributes[MORTSAFE_PEER],
        tool: attributes[GEN_AI_TOOL_NAME] ?? attributes[MORTSAFE_TOOL],
        target: attributes[MORTSAFE_TARGET],
        startedTime: span.startTimeMs,
        outcome: attributes[MORTSAFE_OUTCOME] ?? outcomeOf(span),
      },
      context,
    );
  },
};

/** A status is the span's own; it tells of the other side only where there is one. Unset tells nothing. */
function outcomeOf({ status, attributes }: SpanRecord): 'ok' | 'error' | undefined {
  if (status === 'error' || ERROR_TYPE in attributes) return 'error';
  const hasOtherSide = MORTSAFE_PEER in attributes || GEN_AI_TOOL_NAME in attributes;
  return status === 'ok' && hasOtherSide ? 'ok' : undefined;
}

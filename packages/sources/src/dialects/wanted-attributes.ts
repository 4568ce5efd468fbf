import {
  contentAttributes,
  ERROR_TYPE,
  EVENT_NAME,
  GEN_AI_AGENT_ID,
  GEN_AI_AGENT_NAME,
  GEN_AI_OPERATION_NAME,
  GEN_AI_TOOL_NAME,
  HOST_NAME,
  MORTSAFE_PREFIX,
  OPENINFERENCE_AGENT_NAME,
  OPENINFERENCE_NODE_ID,
  OPENINFERENCE_SPAN_KIND,
  OPENINFERENCE_TOOL_AGENT,
  OPENINFERENCE_TOOL_NAME,
  type Policy,
  SERVICE_INSTANCE_ID,
  SERVICE_NAME,
  SERVICE_NAMESPACE,
} from '@mortsafe/agent-events';
import type { Wanted } from '../otlp/records.ts';

const read = [
  ...[EVENT_NAME, ERROR_TYPE, HOST_NAME, SERVICE_NAME, SERVICE_NAMESPACE, SERVICE_INSTANCE_ID],
  ...[GEN_AI_AGENT_ID, GEN_AI_AGENT_NAME, GEN_AI_OPERATION_NAME, GEN_AI_TOOL_NAME],
  ...[OPENINFERENCE_SPAN_KIND, OPENINFERENCE_AGENT_NAME, OPENINFERENCE_NODE_ID],
  ...[OPENINFERENCE_TOOL_NAME, OPENINFERENCE_TOOL_AGENT],
];

/**
 * What the dialects read, and nothing else: frameworks keep inventing places for prompts, so naming those
 * to leave out would never do. A policy cannot ask for content either.
 */
export function wantedAttributes(policy: Policy): Wanted {
  const wanted = new Set([
    ...read,
    ...policy.fleets.flatMap(({ identity }) => identity.map((by) => by.attribute)),
  ]);
  for (const content of contentAttributes) wanted.delete(content);
  return (name) => wanted.has(name) || name.startsWith(MORTSAFE_PREFIX);
}

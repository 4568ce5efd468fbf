import {
  type AgentEvent,
  type AttributeValue,
  CANARY_FLEET,
  type Origin,
  toLogAttributes,
} from '@mortsafe/agent-events';

export interface Beat {
  sequence: number;
  everyMs: number;
}

/** One beat of the canary; it is called as its door is. */
export const canaryBeat = (door: string, origin: Origin, { sequence, everyMs }: Beat): AgentEvent => ({
  id: crypto.randomUUID(),
  type: 'agent.heartbeat',
  ...{ time: Date.now(), observedTime: Date.now(), origin },
  ...{ fleet: CANARY_FLEET, agent: door, instance: 'canary', sequence, interval: everyMs },
});

/** Events as the body of an OTLP request for logs, in JSON. */
export const otlpLogs = (events: readonly AgentEvent[]): string =>
  JSON.stringify({ resourceLogs: events.map(resourceLog) });

/** Each is a resource of its own: they come from different hosts. */
function resourceLog(event: AgentEvent): object {
  const { host, traceId, spanId, time } = event;
  const { eventName, attributes } = toLogAttributes(event);
  const record = {
    ...{ eventName, timeUnixNano: `${time}000000`, attributes: keyValues(attributes) },
    ...(traceId !== undefined && { traceId }),
    ...(spanId !== undefined && { spanId }),
  };
  return {
    ...(host !== undefined && { resource: { attributes: keyValues({ 'host.name': host }) } }),
    scopeLogs: [{ logRecords: [record] }],
  };
}

/** What says of an agent that it lives, as a GenAI span. */
export function otlpSpan({ time, fleet, agent = '', instance = '' }: AgentEvent): string {
  const span = {
    traceId: crypto.randomUUID().replaceAll('-', ''),
    spanId: crypto.randomUUID().replaceAll('-', '').slice(0, 16),
    name: 'invoke_agent',
    kind: 1,
    ...{ startTimeUnixNano: `${time}000000`, endTimeUnixNano: `${time}000000` },
    attributes: keyValues({ 'gen_ai.operation.name': 'invoke_agent', 'mortsafe.agent': agent }),
  };
  const attributes = keyValues({ 'mortsafe.fleet': fleet, 'service.instance.id': instance });
  return JSON.stringify({ resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans: [span] }] }] });
}

const keyValues = (attributes: Readonly<Record<string, AttributeValue>>): object[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

function anyValue(value: AttributeValue): object {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value !== 'number') return { stringValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

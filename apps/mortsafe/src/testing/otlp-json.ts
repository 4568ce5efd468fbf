import { type AgentEvent, type AttributeValue, toLogAttributes } from '@mortsafe/agent-events';

/** Events as the body of an OTLP/HTTP logs request, in JSON. */
export function otlpJson(events: readonly AgentEvent[]): string {
  const logRecords = events.map((event) => {
    const { eventName, attributes } = toLogAttributes(event);
    return { eventName, timeUnixNano: `${event.time}000000`, attributes: keyValues(attributes) };
  });
  return JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
}

const keyValues = (attributes: Readonly<Record<string, AttributeValue>>): object[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

function anyValue(value: AttributeValue): object {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { stringValue: value };
}

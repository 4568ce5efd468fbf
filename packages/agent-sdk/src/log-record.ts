import { describeEvent } from '@mortsafe/agent-events/describe-event';
import type { AgentEvent } from '@mortsafe/agent-events/events';
import { toLogAttributes } from '@mortsafe/agent-events/log-attributes';
import type { Context, LogRecord } from '@opentelemetry/api';

const INFO = 9;
const WARN = 13;

/** The event as the OpenTelemetry log record that carries it. */
export function toLogRecord(event: AgentEvent, context: Context): LogRecord {
  const { eventName, attributes } = toLogAttributes(event);
  const severityNumber = event.type === 'kill.refused' || event.type === 'telemetry.lost' ? WARN : INFO;
  // A number would be taken for one of `performance.now()` where it is small.
  const timestamp = new Date(event.time);
  return { eventName, timestamp, severityNumber, body: describeEvent(event), attributes, context };
}

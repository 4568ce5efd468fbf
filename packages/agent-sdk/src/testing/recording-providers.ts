import {
  type AgentEvent,
  type AgentEventType,
  type EventOf,
  fromLogRecord,
  parseAgentEvent,
} from '@mortsafe/agent-events';
import { type LogRecord, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { LoggerProviderPort } from '../logger-provider.ts';

export interface RecordingProviders {
  loggerProvider: LoggerProviderPort;
  tracerProvider: TracerProvider;
  records: LogRecord[];
  spans: InMemorySpanExporter;
  /** How often it was asked to flush its log records. */
  flushes(): number;
  events(): AgentEvent[];
  eventsOf<Type extends AgentEventType>(type: Type): EventOf<Type>[];
}

/** Providers that keep what they are given; events come back as the detector would read them. */
export function recordingProviders(): RecordingProviders {
  const records: LogRecord[] = [];
  const spans = new InMemorySpanExporter();
  let flushes = 0;
  const events = () => records.map(asEvent);
  return {
    records,
    spans,
    loggerProvider: {
      getLogger: () => ({ emit: (record) => records.push(record) }),
      async forceFlush() {
        flushes += 1;
      },
    },
    tracerProvider: new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }),
    flushes: () => flushes,
    events,
    eventsOf: <Type extends AgentEventType>(type: Type) =>
      events().filter((event): event is EventOf<Type> => event.type === type),
  };
}

function asEvent({ eventName, attributes = {}, timestamp, context }: LogRecord): AgentEvent {
  const span = context && trace.getSpanContext(context);
  const reading = fromLogRecord(
    {
      ...{ eventName, attributes, resource: {}, timeMs: Number(timestamp) },
      traceId: span?.traceId,
      spanId: span?.spanId,
    },
    [],
  );
  if (reading.kind === 'drop') throw new Error(reading.reason);
  const parsed = parseAgentEvent(reading.candidate, { origin: 'agent', observedTime: Number(timestamp) });
  if (parsed.kind === 'reject') throw new Error(parsed.reason);
  return parsed.event;
}

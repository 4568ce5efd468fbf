import type { AgentEvent } from '@mortsafe/agent-events/events';
import type { Context } from '@opentelemetry/api';
import { toLogRecord } from './log-record.ts';
import { type LoggerPort, type LoggerProviderPort, registeredLoggerProvider } from './logger-provider.ts';

export interface RecorderOptions {
  /** Default: whichever is registered with OpenTelemetry by the time of the first event. */
  provider?: LoggerProviderPort | undefined;
  warn(message: string): void;
  /** What to say once events can be recorded, of those that could not. */
  lostEvent(count: number): AgentEvent;
}

export interface Recorder {
  /** Never throws and never waits. */
  record(event: AgentEvent, context: Context): void;
  provider(): LoggerProviderPort | undefined;
}

const NOBODY_LISTENS =
  'mortsafe: no OpenTelemetry logs provider is registered, so nothing of this agent reaches the detector. ' +
  'Call setupTelemetry() from @mortsafe/agent-sdk/node before startAgent(), or register your own provider.';

/** Writes events to the logs provider; counts those that nobody took, and says so. */
export function createRecorder({ provider, warn, lostEvent }: RecorderOptions): Recorder {
  let logger: LoggerPort | undefined;
  let lost = 0;

  function find(): LoggerPort | undefined {
    provider ??= registeredLoggerProvider();
    return provider?.getLogger('@mortsafe/agent-sdk');
  }

  function emit(event: AgentEvent, context: Context): void {
    logger ??= find();
    if (logger === undefined) {
      lost += 1;
      warn(NOBODY_LISTENS);
      return;
    }
    if (lost > 0) {
      logger.emit(toLogRecord(lostEvent(lost), context));
      lost = 0;
    }
    logger.emit(toLogRecord(event, context));
  }

  return {
    record(event, context) {
      try {
        emit(event, context);
      } catch {
        lost += 1; // A provider that throws must not take the agent down with it.
      }
    },
    provider: () => provider,
  };
}

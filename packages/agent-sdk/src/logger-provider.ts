import * as otel from '@opentelemetry/api';

/** What we use of a logs provider. It is the same in `@opentelemetry/api` from 1.10 and in `@opentelemetry/api-logs`. */
export interface LoggerProviderPort {
  getLogger(name: string, version?: string): LoggerPort;
  forceFlush?(options?: { timeoutMillis?: number }): Promise<void>;
}
export interface LoggerPort {
  emit(record: otel.LogRecord): void;
  /** Absent from older versions of the logs API. */
  enabled?(options?: { eventName?: string; severityNumber?: number }): boolean;
}

/** The slot that all copies of `@opentelemetry/api-logs` share; the number is the version of that agreement. */
const API_LOGS_SLOT = Symbol.for('io.opentelemetry.js.api.logs');
const API_LOGS_VERSION = 1;

/**
 * The logs provider that somebody registered, or undefined. There are two places to register one, and neither
 * knows of the other: whoever asks only one of them may emit into nothing without a word.
 */
export function registeredLoggerProvider(): LoggerProviderPort | undefined {
  return throughApi() ?? throughApiLogs();
}

/** From 1.10. Unregistered, it answers with a stand-in whose loggers are never enabled. */
function throughApi(): LoggerProviderPort | undefined {
  const provider: LoggerProviderPort | undefined = (otel as Partial<typeof otel>).logs?.getLoggerProvider();
  const logger = provider?.getLogger('@mortsafe/agent-sdk');
  return logger?.enabled?.({ severityNumber: 9 }) === false ? undefined : provider;
}

/** Read through its slot: the package is then needed by none but those who registered with it. */
function throughApiLogs(): LoggerProviderPort | undefined {
  const slots = globalThis as { [API_LOGS_SLOT]?: (version: number) => LoggerProviderPort | undefined };
  return slots[API_LOGS_SLOT]?.(API_LOGS_VERSION);
}

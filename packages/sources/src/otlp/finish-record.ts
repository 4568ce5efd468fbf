import type { Allowance, LogRecord, SpanRecord } from './records.ts';

/** Zero means not known; then it is when the producer's own pipeline saw it. */
export function withTime(record: LogRecord, observedMs: number): LogRecord {
  if (!record.timeMs) {
    if (observedMs > 0) record.timeMs = observedMs;
    else delete record.timeMs;
  }
  if (record.eventName === '') delete record.eventName;
  return record;
}

const statuses = ['unset', 'ok', 'error'] as const;
export const statusOf = (code: number): SpanRecord['status'] => statuses[code] ?? 'unset';

export function withSpanTimes(span: SpanRecord): SpanRecord {
  if (!span.startTimeMs) delete span.startTimeMs;
  if (!span.endTimeMs) delete span.endTimeMs;
  return span;
}

const idChars = { traceId: 32, spanId: 16, parentSpanId: 16 };

/** No id and one of zeros are the same; one of another length is none of OpenTelemetry's. */
export function setId<Name extends keyof typeof idChars>(
  record: { [Key in Name]?: string },
  name: Name,
  hex: string,
  allowance: Allowance,
): void {
  if (hex.length !== 0 && hex.length !== idChars[name]) {
    allowance.fault ??= `${name} must hold ${idChars[name] / 2} bytes`;
  } else if (/^0*$/.test(hex)) delete record[name];
  else record[name] = hex;
}

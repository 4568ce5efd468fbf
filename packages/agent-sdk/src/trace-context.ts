import { createTraceState, isSpanContextValid, type SpanContext } from '@opentelemetry/api';

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;
const TRACEPARENT_CHARS_MAX = 256;
const TRACESTATE_CHARS_MAX = 512;

function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** All zeros would be no id at all. */
export function freshSpanId(): string {
  const id = randomHex(8);
  return /[1-9a-f]/.test(id) ? id : freshSpanId();
}

export const freshTraceId = (): string => freshSpanId() + freshSpanId();

/** W3C trace context as it stands in an environment. Whatever is malformed is as good as absent. */
export function parseTraceparent(traceparent = '', tracestate = ''): SpanContext | undefined {
  if (traceparent.length > TRACEPARENT_CHARS_MAX) return undefined;
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(traceparent) ?? [];
  const parsed: SpanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  if (!isSpanContextValid(parsed)) return undefined;
  if (tracestate === '' || tracestate.length > TRACESTATE_CHARS_MAX) return parsed;
  return { ...parsed, traceState: createTraceState(tracestate) };
}

export const formatTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${(traceFlags & 1).toString(16).padStart(2, '0')}`;

import { isSpanContextValid } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { formatTraceparent, freshSpanId, freshTraceId, parseTraceparent } from './trace-context.ts';

const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

describe('trace context in the environment', () => {
  it('comes back as it was written', () => {
    const span = { traceId: freshTraceId(), spanId: freshSpanId(), traceFlags: 1 };
    expect(parseTraceparent(formatTraceparent(span))).toEqual({ ...span, isRemote: true });
  });

  it('is read from later versions too, which may say more', () => {
    expect(parseTraceparent(`01-${'a'.repeat(32)}-${'b'.repeat(16)}-01-more`)?.spanId).toBe('b'.repeat(16));
  });

  it.each([
    ['empty', ''],
    ['of zeros', `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`],
    ['of the version that is none', `ff-${'a'.repeat(32)}-${'b'.repeat(16)}-01`],
    ['in capitals', traceparent.toUpperCase()],
    ['endless', `${traceparent}-${'x'.repeat(1_000)}`],
  ])('is as good as absent when it is %s', (_, text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });

  it('keeps the trace state, within bounds', () => {
    expect(parseTraceparent(traceparent, 'vendor=1')?.traceState?.get('vendor')).toBe('1');
    expect(parseTraceparent(traceparent, 'x'.repeat(513))?.traceState).toBeUndefined();
  });

  it('has fresh ids that are valid', () => {
    expect(isSpanContextValid({ traceId: freshTraceId(), spanId: freshSpanId(), traceFlags: 0 })).toBe(true);
  });
});

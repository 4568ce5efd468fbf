import { GEN_AI_OPERATION_NAME } from '@mortsafe/agent-events/attributes';
import { TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { DeliveryQueue } from './delivery-queue.ts';

/** A launch tells who brings an agent back. */
export const isLaunch = ({ attributes }: ReadableSpan): boolean =>
  attributes[GEN_AI_OPERATION_NAME] === 'create_agent';

/** Sends launches at once; other activity may wait for company. */
export function spanDelivery(queue: DeliveryQueue<ReadableSpan>): SpanProcessor {
  return {
    onStart() {},
    onEnd(span) {
      if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0) queue.add(span, isLaunch(span));
    },
    forceFlush: () => queue.flush(),
    shutdown: () => queue.flush(),
  };
}

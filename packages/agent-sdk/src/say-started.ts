import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { AgentOptions } from './agent-options.ts';
import type { Markers } from './environment.ts';
import { freshSpanId } from './trace-context.ts';
import type { About, Voice } from './voice.ts';

/** The first word of an agent: who launched it, in which span, and what it is made of. */
export function sayStarted(
  voice: Voice,
  { reason, fingerprint, standbyFor }: AgentOptions,
  { launchedBy, launchSpan }: Markers,
  heartbeatIntervalMs: number,
): void {
  const started = { launchedBy, reason, fingerprint, heartbeatInterval: heartbeatIntervalMs, standbyFor };
  voice.say('agent.started', started, launchSpan ? withinLaunch(launchSpan) : { context: ROOT_CONTEXT });
}

/** The start stands in the launcher's trace as a child of the launch. */
function withinLaunch(launchSpan: NonNullable<Markers['launchSpan']>): About {
  const start = { ...launchSpan, spanId: freshSpanId() };
  return {
    traceId: start.traceId,
    spanId: start.spanId,
    parentSpanId: launchSpan.spanId,
    context: trace.setSpanContext(ROOT_CONTEXT, start),
  };
}

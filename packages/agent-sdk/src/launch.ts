import { attributeOf } from '@mortsafe/agent-events/attributes';
import type { StartReason } from '@mortsafe/agent-events/words';
import {
  context as contexts,
  isSpanContextValid,
  type Span,
  type SpanContext,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { activitySpan, recordActivity, type Tracing } from './activity.ts';
import { requireId } from './bounds.ts';
import { type Environment, launchEnvironment } from './environment.ts';
import { freshInstance } from './fresh-instance.ts';
import { freshSpanId, freshTraceId } from './trace-context.ts';
import type { Identity, Voice } from './voice.ts';

export interface LaunchOptions {
  /** Why. Default `'scheduled'`. */
  reason?: StartReason | undefined;
  /** Id of this one launch. Default a fresh one. */
  instance?: string | undefined;
  /** It runs in this process: nobody is asked whether it may be launched, and `run` is called before `launch` returns. */
  inProcess?: boolean | undefined;
}

export interface Launcher {
  self: Identity;
  tracing: Tracing;
  voice: Voice;
  env: Environment;
}

const CREATE_AGENT = 'create_agent';

export async function launchPeer<Result>(
  { self, tracing, voice, env }: Launcher,
  peer: string,
  run: (env: Record<string, string>) => Result | PromiseLike<Result>,
  { reason = 'scheduled', instance = freshInstance(peer) }: LaunchOptions,
): Promise<Awaited<Result>> {
  requireId('instance', instance);
  const outer = trace.getSpanContext(contexts.active());
  // That it was started says nothing of whether it answers.
  const activity = { ...activitySpan(self, CREATE_AGENT, { peer }), answered: false };
  activity.attributes[attributeOf('reason')] = reason;
  activity.attributes[attributeOf('peerInstance')] = instance;
  return recordActivity(tracing, activity, async ({ span }) => {
    const launchSpan = ownSpan(span, outer);
    const launch = { agent: peer, fleet: self.fleet, instance, launcher: self, span: launchSpan };
    const started = run(launchEnvironment(env, launch));
    // A span that nobody exports tells of no launch, and a launch must not go untold for want of a sample.
    if (!isExported(span)) sayLaunched(voice, peer, launchSpan, outer);
    return await started;
  });
}

const isExported = (span: Span): boolean =>
  span.isRecording() && (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;

function sayLaunched(
  voice: Voice,
  peer: string,
  launchSpan: SpanContext,
  outer: SpanContext | undefined,
): void {
  voice.say(
    'agent.activity',
    { operation: CREATE_AGENT, peer },
    {
      context: trace.setSpanContext(contexts.active(), launchSpan),
      ...(outer && { parentSpanId: outer.spanId }),
    },
  );
}

/** The launch's own span context, also where there is no OpenTelemetry SDK or it hands out the parent's. */
function ownSpan(span: Span, outer: SpanContext | undefined): SpanContext {
  const given = span.spanContext();
  if (isSpanContextValid(given) && given.spanId !== outer?.spanId) return given;
  return {
    traceId: outer?.traceId ?? freshTraceId(),
    spanId: freshSpanId(),
    traceFlags: outer?.traceFlags ?? TraceFlags.NONE,
  };
}

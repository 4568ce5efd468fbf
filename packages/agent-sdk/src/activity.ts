import {
  ERROR_TYPE,
  GEN_AI_AGENT_ID,
  GEN_AI_AGENT_NAME,
  GEN_AI_OPERATION_NAME,
  GEN_AI_TOOL_NAME,
  MORTSAFE_AGENT,
  MORTSAFE_FLEET,
  MORTSAFE_INSTANCE,
  MORTSAFE_OUTCOME,
  MORTSAFE_PEER,
  MORTSAFE_TARGET,
} from '@mortsafe/agent-events/attributes';
import {
  type Attributes,
  type Context,
  context as contexts,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { idMaxChars, locationMaxChars, requireId, shortened } from './bounds.ts';
import { defined } from './defined.ts';
import { errorType, outcomeOfError } from './outcome.ts';
import type { Identity } from './voice.ts';

export interface ActivityTarget {
  /** Id of the agent it is done with. */
  peer?: string | undefined;
  /** Name of the tool it is done with. */
  tool?: string | undefined;
  /** What it is done to: an address, a file, a resource. At most 2,048 UTF-16 code units; the rest is cut. */
  target?: string | undefined;
}

/** What the work of an activity is given. */
export interface Activity {
  /** The activity's own span. */
  readonly span: Span;
  /** Aborts when the agent is killed. Hand it to whatever takes one: `fetch(url, { signal })`. */
  readonly signal: AbortSignal;
}

export interface Tracing {
  tracer: Tracer;
  warn(message: string): void;
}

export interface ActivitySpan {
  name: string;
  kind: SpanKind;
  attributes: Attributes;
  /** Whether success means that a peer or tool has answered. */
  answered: boolean;
}

const NOBODY_TRACES =
  'mortsafe: no OpenTelemetry traces provider is registered, so what this agent does is not recorded. ' +
  'Call setupTelemetry() from @mortsafe/agent-sdk/node before startAgent(), or register your own provider.';

/** Work that is under way, for those who are told of its end by a call of its own. */
export interface OpenActivity extends Pick<Activity, 'span'> {
  /** In which the span is the active one. */
  readonly context: Context;
  end(failure?: { error: unknown }): void;
}

/** Opens a span that says who does what with whom. */
export function openActivity(
  { tracer, warn }: Tracing,
  { name, kind, attributes, answered }: ActivitySpan,
  outer: Context = contexts.active(),
): OpenActivity {
  const span = tracer.startSpan(name, { kind, attributes }, outer);
  if (!isSpanContextValid(span.spanContext())) warn(NOBODY_TRACES);
  return {
    span,
    context: trace.setSpan(outer, span),
    end(failure) {
      if (failure) {
        const { error } = failure;
        span.setAttributes({ [MORTSAFE_OUTCOME]: outcomeOfError(error), [ERROR_TYPE]: errorType(error) });
        span.setStatus({ code: SpanStatusCode.ERROR });
      } else if (answered) span.setAttribute(MORTSAFE_OUTCOME, 'ok');
      span.end();
    },
  };
}

/** Runs `work` inside a span that says who does what with whom. Whatever `work` throws is thrown on. */
export async function recordActivity<Result>(
  tracing: Tracing,
  activity: ActivitySpan,
  work: (activity: Pick<Activity, 'span'>) => Result | PromiseLike<Result>,
): Promise<Awaited<Result>> {
  const { span, context, end } = openActivity(tracing, activity);
  try {
    const result = await contexts.with(context, () => work({ span }));
    end();
    return result;
  } catch (error) {
    end({ error });
    throw error;
  }
}

/** As `agent.activity` is read from a span; `gen_ai.agent.*` name who acts, for receivers that know no other. */
export const activitySpan = (self: Identity, operation: string, on: ActivityTarget): ActivitySpan => ({
  name: `${operation} ${on.peer ?? on.tool ?? self.id}`,
  answered: on.peer !== undefined || on.tool !== undefined,
  kind: on.peer === undefined ? SpanKind.INTERNAL : SpanKind.CLIENT,
  attributes: defined({
    [GEN_AI_OPERATION_NAME]: requireId('operation', operation),
    [GEN_AI_AGENT_ID]: self.id,
    [GEN_AI_AGENT_NAME]: self.id,
    [GEN_AI_TOOL_NAME]: on.tool === undefined ? undefined : shortened(on.tool, idMaxChars),
    [MORTSAFE_AGENT]: self.id,
    [MORTSAFE_INSTANCE]: self.instance,
    [MORTSAFE_FLEET]: self.fleet,
    [MORTSAFE_PEER]: on.peer === undefined ? undefined : requireId('peer', on.peer),
    [MORTSAFE_TARGET]: on.target === undefined ? undefined : shortened(on.target, locationMaxChars),
  }),
});

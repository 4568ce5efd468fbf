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

/** Runs `work` inside a span that says who does what with whom. Whatever `work` throws is thrown on. */
export async function recordActivity<Result>(
  { tracer, warn }: Tracing,
  { name, kind, attributes, answered }: ActivitySpan,
  work: (activity: Activity) => Result | PromiseLike<Result>,
): Promise<Awaited<Result>> {
  const span = tracer.startSpan(name, { kind, attributes });
  if (!isSpanContextValid(span.spanContext())) warn(NOBODY_TRACES);
  try {
    const result = await contexts.with(trace.setSpan(contexts.active(), span), () => work({ span }));
    if (answered) span.setAttribute(MORTSAFE_OUTCOME, 'ok');
    return result;
  } catch (error) {
    span.setAttributes({ [MORTSAFE_OUTCOME]: outcomeOfError(error), [ERROR_TYPE]: errorType(error) });
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
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

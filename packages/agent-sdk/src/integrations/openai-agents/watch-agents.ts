import { warnOnce } from '../../warn-once.ts';
import type { FrameworkOptions } from '../common/framework-options.ts';
import { harmless } from '../common/harmless.ts';
import { createSteps, type Doing, type Step } from '../common/steps.ts';

/** What the Agents SDK tells of a span, as far as we look at it. */
export interface AgentsSpan {
  traceId: string;
  spanId: string;
  parentId: string | null;
  spanData: { type: string };
  error: object | null;
}

/** A tracing processor as the Agents SDK takes it. */
export interface AgentsProcessor {
  onTraceStart(): Promise<void>;
  onTraceEnd(trace: { traceId: string }): Promise<void>;
  onSpanStart(span: AgentsSpan): Promise<void>;
  onSpanEnd(span: AgentsSpan): Promise<void>;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

interface Handoff {
  to: string;
  /** Of who hands over. It has ended when the other begins. */
  step: Step;
}

/** What is known only at the end of a span. */
interface SpanEndData {
  type: string;
  to_agent?: string;
  mcp_data?: { server?: unknown };
}

const TRACING_OFF =
  'mortsafe: the Agents SDK does not trace where NODE_ENV is test or OPENAI_AGENTS_DISABLE_TRACING is set, ' +
  'unless you call setTracingDisabled(false); without its traces its agents are not seen.';

/**
 * Watches the OpenAI Agents SDK: each agent that runs is an agent, launched by the one that hands over to it or uses
 * it as a tool; models and tools are its activity.
 *
 * @returns The processor to give to `addTraceProcessor`.
 * @throws {InvalidOptionError} Neither options nor environment name the fleet, or an option is out of bounds.
 * @example
 * addTraceProcessor(watchAgents({ fleet: 'checkout' }));
 */
export function watchAgents(options: FrameworkOptions = {}): AgentsProcessor {
  const { warn = warnOnce, env = process.env } = options;
  const steps = createSteps(options);
  const handoffs = new Map<string, Handoff>();
  if (env.NODE_ENV === 'test' || /^(1|true|yes|on)$/i.test(env.OPENAI_AGENTS_DISABLE_TRACING ?? ''))
    warn(TRACING_OFF);

  /** Who is handed over to begins beside the other, not below it. */
  function handedOver({ traceId }: AgentsSpan, name: unknown): Step | undefined {
    const handoff = handoffs.get(traceId);
    if (handoff?.to !== name) return undefined;
    handoffs.delete(traceId);
    return handoff?.step;
  }

  const onSpanStart = harmless(warn, (span: AgentsSpan) => {
    const doing = doingOf(span);
    const under = doing.agent === undefined ? undefined : handedOver(span, doing.agent);
    steps.begin(span.spanId, under ?? span.parentId ?? undefined, doing);
  });

  const onSpanEnd = harmless(warn, ({ traceId, spanId, spanData, error }: AgentsSpan) => {
    const { type, to_agent: to, mcp_data: mcp } = spanData as SpanEndData;
    const step = steps.get(spanId);
    if (typeof mcp?.server === 'string') steps.meet(spanId, mcp.server, 'mcp');
    if (type === 'handoff' && to !== undefined && step) handoffs.set(traceId, { to, step });
    // What it says may quote what was worked on.
    steps.end(spanId, error === null ? undefined : { error: new Error() });
  });

  return {
    onTraceStart: async () => {},
    onSpanStart: async (span) => onSpanStart(span),
    onSpanEnd: async (span) => onSpanEnd(span),
    onTraceEnd: async ({ traceId }) => void handoffs.delete(traceId),
    forceFlush: async () => {},
    shutdown: () => steps.stop(),
  };
}

function doingOf({ spanData }: AgentsSpan): Doing {
  const { type, name } = spanData as { type: string; name?: string };
  if (type === 'agent') return { agent: name };
  if (type === 'function') return { operation: 'execute_tool', tool: name };
  return type === 'generation' || type === 'response' ? { operation: 'chat' } : {};
}

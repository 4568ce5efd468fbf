import { MORTSAFE_PEER } from '@mortsafe/agent-events/attributes';
import { type Context, context as contexts, createContextKey, type Span, trace } from '@opentelemetry/api';
import {
  type ActivityTarget,
  activitySpan,
  type OpenActivity,
  openActivity,
  type Tracing,
} from '../../activity.ts';
import type { Agent } from '../../agent.ts';
import { warnOnce } from '../../warn-once.ts';
import type { FrameworkOptions } from './framework-options.ts';
import { createHostedAgents } from './hosted-agents.ts';

/** What a framework says is being done. Without an operation or an agent, it only stands between others. */
export interface Doing extends ActivityTarget {
  /** GenAI operation name: `chat`, `execute_tool`, … */
  operation?: string | undefined;
  /** What the framework calls the agent that begins to run here. */
  agent?: string | undefined;
}

export interface Step {
  /** Who does it. */
  readonly agent: Agent | undefined;
  /** In which whatever happens belongs to it. */
  readonly context: Context;
  readonly span?: Span | undefined;
  end(failure?: { error: unknown }): void;
}

/** What a framework is doing in this process, told in starts and ends under ids of the framework's own. */
export interface Steps {
  /** @param under - The step it belongs to, or its id. Default the one that is active. */
  begin(id: string, under: Step | string | undefined, doing: Doing): Step;
  /** Ends nothing where nothing of that id is under way. */
  end(id: string, failure?: { error: unknown }): void;
  get(id: string): Step | undefined;
  /** It turns out with whom the work of a step is done, and over what: that is a link. */
  meet(id: string, name: string, protocol: string): void;
  /** Ends what is under way, and the agents that were started. */
  stop(): Promise<void>;
}

/** A framework that tells of starts and not of ends must not fill the memory. */
const STEPS_MAX = 10_000;
const ACTING = createContextKey('mortsafe: the agent that acts');
const NOBODY_ACTS =
  'mortsafe: the framework names no agent, so what it does is not recorded. Name it there, or give `agent` here.';
const SCOPE = '@mortsafe/agent-sdk';

/** @throws {InvalidOptionError} Neither options nor environment name the fleet, or an option is out of bounds. */
export function createSteps(options: FrameworkOptions): Steps {
  const { tracerProvider = trace.getTracerProvider(), warn = warnOnce } = options;
  const tracing: Tracing = { tracer: tracerProvider.getTracer(SCOPE), warn };
  const hosted = createHostedAgents(options);
  const underWay = new Map<string, Step>();

  const open = (agent: Agent, operation: string, on: ActivityTarget, outer: Context): OpenActivity =>
    openActivity(tracing, activitySpan(agent, operation, on), outer);

  /** The caller's call, and within it the work of whom it calls. */
  function call(caller: Agent | undefined, id: string, outer: Context): Step {
    const calling =
      caller && caller.id !== id ? open(caller, 'invoke_agent', { peer: id }, outer) : undefined;
    const within = calling?.context ?? outer;
    const callee = contexts.with(within, () => hosted.enter(id, caller));
    const working = callee && open(callee, 'invoke_agent', {}, within);
    return stepOf(callee ?? caller, working?.context ?? within, (failure) => {
      working?.end(failure);
      calling?.end(failure);
    });
  }

  function stepFor({ operation, agent: name, ...on }: Doing, under: Step | undefined): Step {
    const outer = under?.context ?? contexts.active();
    const active = outer.getValue(ACTING) as Agent | undefined;
    const id = name === undefined ? undefined : hosted.idOf(name);
    const above = under?.agent ?? active;
    if (id === undefined && operation === undefined) return stepOf(above, outer, () => {});
    const caller = above ?? hosted.host();
    if (id !== undefined) return call(caller, id, outer);
    if (caller === undefined || operation === undefined) {
      warn(NOBODY_ACTS);
      return stepOf(caller, outer, () => {});
    }
    const { span, context, end } = open(caller, operation, on, outer);
    return { ...stepOf(caller, context, end), span };
  }

  function end(id: string, failure?: { error: unknown }): void {
    const step = underWay.get(id);
    underWay.delete(id);
    step?.end(failure);
  }

  return {
    begin(id, under, doing) {
      // Callbacks that are given twice are told twice.
      const known = underWay.get(id);
      if (known) return known;
      const [oldest] = underWay.size >= STEPS_MAX ? underWay.keys() : [];
      if (oldest !== undefined) end(oldest);
      const step = stepFor(doing, typeof under === 'string' ? underWay.get(under) : under);
      underWay.set(id, step);
      return step;
    },
    end,
    get: (id) => underWay.get(id),
    meet(id, name, protocol) {
      const { agent, span } = underWay.get(id) ?? {};
      const peer = hosted.idOf(name);
      if (agent === undefined || peer === undefined) return;
      span?.setAttribute(MORTSAFE_PEER, peer);
      hosted.linkUp(agent, peer, protocol);
    },
    async stop() {
      for (const id of underWay.keys()) end(id);
      await hosted.stop();
    },
  };
}

const stepOf = (agent: Agent | undefined, context: Context, end: Step['end']): Step => ({
  agent,
  context: agent ? context.setValue(ACTING, agent) : context,
  end,
});

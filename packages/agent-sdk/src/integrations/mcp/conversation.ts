import {
  type Context,
  context as contexts,
  isSpanContextValid,
  ROOT_CONTEXT,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { activitySpan, type OpenActivity, openActivity, type Tracing } from '../../activity.ts';
import type { Agent } from '../../agent.ts';
import { idMaxChars } from '../../bounds.ts';
import type { Link } from '../../link.ts';
import { formatTraceparent, parseTraceparent } from '../../trace-context.ts';
import { harmless } from '../common/harmless.ts';
import { carriedBy, carrying, type Message, messageOf, nameOf, textOf } from './messages.ts';

export interface ConversationOptions {
  agent: Agent;
  peer: string | undefined;
  endpoint: string | undefined;
  tracerProvider: TracerProvider;
  warn(message: string): void;
}

/** Both ends of MCP speak the same words; which one this is, the handshake tells. Nothing here throws. */
export interface Conversation {
  /** The message to send in its place. */
  sending(raw: unknown): unknown;
  /** It could not be sent. */
  unsent(raw: unknown, error: unknown): void;
  /** In which it is to be handled. */
  received(raw: unknown): Context;
  closed(): void;
}

/** The other side ran the tool, or refused to, and it failed. */
class ToolFailure extends Error {}
/** Nobody answered: so its name says to whoever weighs what happened. */
class Unanswered extends Error {
  override name = 'AbortError';
}

/** Calls that nobody answers must not fill the memory. */
const CALLS_MAX = 10_000;

export function createConversation({ agent, endpoint, warn, ...options }: ConversationOptions): Conversation {
  const tracing: Tracing = { tracer: options.tracerProvider.getTracer('@mortsafe/agent-sdk'), warn };
  const asked = createCalls();
  const served = createCalls();
  let { peer } = options;
  let link: Link | undefined;

  function linkTo(name: string | undefined): void {
    peer ??= name?.slice(0, idMaxChars);
    if (peer !== undefined) link ??= agent.openLink(peer, { protocol: 'mcp', endpoint });
  }

  function ask(id: string, { params }: Message): string | undefined {
    linkTo(undefined);
    const on = { tool: textOf(params.name), peer };
    const call = openActivity(tracing, activitySpan(agent, 'execute_tool', on));
    asked.open(id, call);
    const span = call.span.spanContext();
    return isSpanContextValid(span) ? formatTraceparent(span) : undefined;
  }

  function serve(id: string, message: Message): Context {
    const { traceparent, tracestate } = carriedBy(message);
    const asking = parseTraceparent(traceparent, tracestate);
    const outer = asking ? trace.setSpanContext(ROOT_CONTEXT, asking) : contexts.active();
    const call = openActivity(
      tracing,
      activitySpan(agent, 'execute_tool', { tool: textOf(message.params.name) }),
      outer,
    );
    served.open(id, call);
    return call.context;
  }

  function send(raw: unknown): unknown {
    const message = messageOf(raw);
    const { id, method, failed } = message;
    if (id === undefined) {
      endCancelled(asked, message);
      return raw;
    }
    if (method === undefined) served.end(id, failed ? new ToolFailure() : undefined);
    if (method === 'initialize') return carrying(raw, agent.id);
    return method === 'tools/call' ? carrying(raw, agent.id, ask(id, message)) : raw;
  }

  function receive(message: Message): Context {
    const { id, method, result, params, failed } = message;
    if (id === undefined) endCancelled(served, message);
    if (id === undefined) return contexts.active();
    if (method === 'initialize') linkTo(carriedBy(message).agent ?? nameOf(params.clientInfo));
    if (method === 'tools/call') return serve(id, message);
    if (method === undefined) {
      linkTo(nameOf(result.serverInfo));
      asked.end(id, failed ? new ToolFailure() : undefined);
    }
    return contexts.active();
  }

  return {
    sending: harmless(warn, send, (raw) => raw),
    unsent: harmless(warn, (raw: unknown, error: unknown) => {
      const { id, method } = messageOf(raw);
      if (id !== undefined && method !== undefined) asked.end(id, error);
    }),
    received: harmless(
      warn,
      (raw: unknown) => receive(messageOf(raw)),
      () => contexts.active(),
    ),
    closed: harmless(warn, () => {
      link?.close();
      link = undefined;
      for (const calls of [asked, served]) calls.endAll(new Unanswered());
    }),
  };
}

/** Who asked gave up, and nobody will be answered. */
function endCancelled(calls: Calls, { method, params }: Message): void {
  if (method === 'notifications/cancelled') calls.end(JSON.stringify(params.requestId), new Unanswered());
}

type Calls = ReturnType<typeof createCalls>;

function createCalls() {
  const calls = new Map<string, OpenActivity>();
  function end(id: string, error?: unknown): void {
    calls.get(id)?.end(error === undefined ? undefined : { error });
    calls.delete(id);
  }
  const endAll = (error: Error): void => {
    for (const id of calls.keys()) end(id, error);
  };
  return {
    open(id: string, call: OpenActivity): void {
      if (calls.size >= CALLS_MAX) endAll(new Unanswered());
      // Who asks twice under one id hides neither.
      end(id, new Unanswered());
      calls.set(id, call);
    },
    end,
    endAll,
  };
}

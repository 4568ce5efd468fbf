import { context as contexts, type TracerProvider, trace } from '@opentelemetry/api';
import type { Agent } from '../../agent.ts';
import { requireId } from '../../bounds.ts';
import { warnOnce } from '../../warn-once.ts';
import { createConversation } from './conversation.ts';

/** What MCP calls a transport, of clients and of servers, as far as we look at it. */
export interface McpTransport {
  send(message: never, ...more: never[]): Promise<void>;
  onclose?: (() => void) | undefined;
  onmessage?: ((message: never, ...more: never[]) => void) | undefined;
}

export interface WatchTransportOptions {
  /** Whose end of the connection it is. */
  agent: Agent;
  /** Id of the agent at the other end. Default the name by which it says to be called. */
  peer?: string | undefined;
  /** Where the other end is reached. */
  endpoint?: string | undefined;
  /** Default the registered one. */
  tracerProvider?: TracerProvider | undefined;
  /** Told, once, when something could not be recorded. Default `console.warn`. */
  warn?: ((message: string) => void) | undefined;
}

type Handler = (...args: unknown[]) => void;

/**
 * Watches one end of an MCP connection, the client's or the server's: the connection becomes a link, each tool call an
 * activity. What a client asks carries its trace and its id in `_meta`, so that both ends are put together.
 *
 * @returns The transport to connect with. It behaves as the one it was given.
 * @throws {InvalidOptionError} `peer` is out of bounds.
 * @example
 * await client.connect(watchTransport(new StdioClientTransport({ command }), { agent, peer: 'researcher' }));
 */
export function watchTransport<Transport extends McpTransport>(
  transport: Transport,
  {
    agent,
    peer,
    endpoint,
    tracerProvider = trace.getTracerProvider(),
    warn = warnOnce,
  }: WatchTransportOptions,
): Transport {
  if (peer !== undefined) requireId('peer', peer);
  const conversation = createConversation({ agent, peer, endpoint, tracerProvider, warn });
  const send = (message: unknown, ...more: unknown[]) => {
    const sent = transport.send(conversation.sending(message) as never, ...(more as never[]));
    // Told on the side: whoever sends hears of it as ever.
    void Promise.resolve(sent).catch((error: unknown) => conversation.unsent(message, error));
    return sent;
  };

  /** What to set in place of the SDK's own handler; undefined where we do not listen. */
  const listening = (name: PropertyKey, handle: Handler | undefined): Handler | undefined => {
    if (name === 'onmessage')
      return (message, ...more) =>
        contexts.with(conversation.received(message), () => handle?.(message, ...more));
    if (name === 'onclose')
      return () => {
        conversation.closed();
        handle?.();
      };
    return undefined;
  };
  const handlers = new Map<PropertyKey, Handler | undefined>();
  return new Proxy(transport, {
    get(target, name) {
      if (name === 'send') return send;
      if (handlers.has(name)) return handlers.get(name);
      const held = Reflect.get(target, name, target);
      // Its methods reach for private fields, which a stand-in does not have.
      return typeof held === 'function' ? held.bind(target) : held;
    },
    set(target, name, value) {
      const handler = listening(name, value);
      if (handler) handlers.set(name, value);
      return Reflect.set(target, name, handler ?? value, target);
    },
  });
}

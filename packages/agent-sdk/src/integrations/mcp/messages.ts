/** What we read of MCP's JSON-RPC messages. Whatever is malformed is as good as absent. */
export interface Message {
  id: string | undefined;
  method: string | undefined;
  params: Record<string, unknown>;
  result: Record<string, unknown>;
  failed: boolean;
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export function messageOf(raw: unknown): Message {
  const { id, method, params, result, error } = recordOf(raw);
  return {
    // 1 and '1' are two ids.
    id: id === undefined || id === null ? undefined : JSON.stringify(id),
    method: textOf(method),
    params: recordOf(params),
    result: recordOf(result),
    failed: error !== undefined || recordOf(result).isError === true,
  };
}

/** How a client or server calls itself in the handshake. */
export const nameOf = (info: unknown): string | undefined => textOf(recordOf(info).name);

/** MCP carries what is none of its business here. Keys with a prefix are anybody's. */
const AGENT_KEY = 'mortsafe/agent';

export interface Carried {
  traceparent: string | undefined;
  tracestate: string | undefined;
  /** Who says to be asking: a claim. */
  agent: string | undefined;
}

export function carriedBy({ params }: Message): Carried {
  const meta = recordOf(params._meta);
  return {
    traceparent: textOf(meta.traceparent),
    tracestate: textOf(meta.tracestate),
    agent: textOf(meta[AGENT_KEY]),
  };
}

/** The request as it was, and who asks, in which span. What its author put there stays. */
export function carrying(request: unknown, agent: string, traceparent?: string): unknown {
  const { params, ...rest } = recordOf(request);
  const ours = { [AGENT_KEY]: agent, ...(traceparent && { traceparent }) };
  return {
    ...rest,
    params: { ...recordOf(params), _meta: { ...ours, ...recordOf(recordOf(params)._meta) } },
  };
}

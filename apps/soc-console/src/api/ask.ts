import type { Operations } from './generated/operations.ts';
import type { Refusal, Reply } from './reply.ts';

export type OperationName = keyof Operations;
export type AskedOf<Name extends OperationName> = Operations[Name]['asked'];
type AnswersOf<Name extends OperationName> = Operations[Name]['answers'];
/** The body of the answer where it was done; `202` is told apart. */
export type BodyOf<Name extends OperationName> = AnswersOf<Name>[keyof AnswersOf<Name> & (200 | 201)];

export interface AskOptions {
  signal?: AbortSignal;
  /** Sent again with the same key, it is done once. */
  idempotencyKey?: string;
  /** For tests. */
  fetch?: typeof fetch;
}

interface Asked {
  path?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
}

/**
 * Asks the API for one operation. Browsers say themselves that it comes from our own page, which is what the server
 * wants of whatever changes something.
 *
 * @example
 * const reply = await ask('post /incidents/{id}/changes', { path: { id }, body: { status: 'acknowledged' } });
 * if (reply.kind === 'refused') tell(reply.reason);
 */
export async function ask<Name extends OperationName>(
  name: Name,
  asked: AskedOf<Name>,
  { signal, idempotencyKey, fetch: ask = fetch }: AskOptions = {},
): Promise<Reply<BodyOf<Name>>> {
  const [method = 'get', path = ''] = name.split(' ');
  const { body } = asked as Asked;
  try {
    const response = await ask(addressOf(path, asked as Asked), {
      method: method.toUpperCase(),
      credentials: 'same-origin',
      ...(signal && { signal }),
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return await replyOf(response);
  } catch (error) {
    if (signal?.aborted) throw error;
    return { kind: 'refused', why: 'offline', status: 0, reason: 'mortsafe does not answer' };
  }
}

/** `/api/v1/incidents?status=open&matcher=…`. Lists are repeated; what is undefined is left out. */
export function addressOf(path: string, { path: parts = {}, query = {} }: Asked): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(parts[part] ?? ''));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) search.append(key, String(one));
    }
  }
  return `/api/v1${filled}${search.size > 0 ? `?${search}` : ''}`;
}

async function replyOf<Body>(response: Response): Promise<Reply<Body>> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const said: unknown = isJson ? await response.json() : await response.text();
  if (response.status === 202) return { kind: 'waits', ...(said as { approval: string; message: string }) };
  if (response.ok) return { kind: 'done', body: said as Body };
  return refusalFrom(response, said);
}

const reasons: Readonly<Record<number, Refusal['why']>> = {
  ...{ 400: 'invalid', 401: 'signed-out', 403: 'forbidden', 404: 'missing', 409: 'conflict' },
  ...{ 413: 'invalid', 415: 'invalid', 429: 'too-often' },
};

function refusalFrom(response: Response, said: unknown): Refusal {
  const { error, freshStepNeeded } = (typeof said === 'object' && said !== null ? said : {}) as {
    error?: string;
    freshStepNeeded?: true;
  };
  const retryAfterS = Number(response.headers.get('retry-after'));
  return {
    kind: 'refused',
    why: freshStepNeeded ? 'fresh-step' : (reasons[response.status] ?? 'failed'),
    status: response.status,
    reason: error ?? `the server answered ${response.status}`,
    ...(retryAfterS > 0 && { retryAfterS }),
  };
}

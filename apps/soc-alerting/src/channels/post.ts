import type { Outcome } from './channel.ts';

export interface PostOptions {
  /** Often a secret: never part of a reason. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  timeoutMs: number;
  signal: AbortSignal;
  now(): number;
  /** Looks into the answer of a receiver that says 200 even when it refuses. Default: 2xx is delivered. */
  judge?(answer: string, response: Response): Outcome;
}

/** An answer is read no further than this. */
const ANSWER_CHARS_MAX = 65_536;

/** Posts once. Too many requests, a broken receiver and no answer are worth another try; the rest is not. */
export async function post(options: PostOptions): Promise<Outcome> {
  const { url, headers, body, timeoutMs, signal, now, judge } = options;
  if (signal.aborted) return { status: 'retry', reason: 'stopped' };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'user-agent': 'mortsafe', ...headers },
      body,
      // A redirect would carry the message, and perhaps its credential, to somebody nobody named.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (response.ok) {
      if (judge) return judge(await readBounded(response), response);
      await response.body?.cancel();
      return { status: 'delivered' };
    }
    await response.body?.cancel();
    const reason = `HTTP ${response.status}`;
    if (response.status !== 429 && response.status !== 408 && response.status < 500) {
      return { status: 'rejected', reason };
    }
    return { status: 'retry', reason, ...retryAfter(response, now()) };
  } catch {
    return { status: 'retry', reason: 'no answer' }; // The error may hold the URL.
  }
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > ANSWER_CHARS_MAX) break;
  }
  return text;
}

/** `Retry-After` is seconds or an HTTP date. */
export function retryAfter({ headers }: Response, now: number): { afterMs?: number } {
  const value = headers.get('retry-after');
  if (value === null) return {};
  const afterMs = /^\d{1,9}$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isFinite(afterMs) && afterMs > 0 ? { afterMs } : {};
}

import type { Outcome } from './channel.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface PostOptions {
  /** Often a secret: never part of a reason. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  timeoutMs: number;
  fetch: Fetch;
  signal: AbortSignal;
  now(): number;
}

/** Posts once. Too many requests, a broken receiver and no answer are worth another try; the rest is not. */
export async function post({
  url,
  headers,
  body,
  timeoutMs,
  fetch,
  signal,
  now,
}: PostOptions): Promise<Outcome> {
  if (signal.aborted) return { status: 'retry', reason: 'stopped' };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      // A redirect would carry the message, and perhaps its credential, to somebody nobody named.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    if (response.ok) return { status: 'delivered' };

    const reason = `HTTP ${response.status}`;
    if (response.status !== 429 && response.status !== 408 && response.status < 500) {
      return { status: 'rejected', reason };
    }
    return { status: 'retry', reason, ...retryAfter(response.headers.get('retry-after'), now()) };
  } catch {
    return { status: 'retry', reason: 'no answer' }; // The error may hold the URL.
  }
}

/** `Retry-After` is seconds or an HTTP date. */
function retryAfter(value: string | null, now: number): { afterMs?: number } {
  if (value === null) return {};
  const afterMs = /^\d{1,9}$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isFinite(afterMs) && afterMs > 0 ? { afterMs } : {};
}

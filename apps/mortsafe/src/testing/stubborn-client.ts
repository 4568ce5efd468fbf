import { setTimeout as wait } from 'node:timers/promises';

const TRY_AGAIN_MS = 50;
const ANSWER_WITHIN_MS = 2_000;

/** Sends until it is acknowledged, as a good exporter does. Rejects when the signal aborts, or at a final refusal. */
export async function sendUntilAcknowledged(
  url: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const response = await fetch(url, {
      ...init,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    }).catch(() => undefined);
    await response?.arrayBuffer().catch(() => {});
    if (response?.ok) return;
    if (response && response.status < 500 && response.status !== 429) {
      throw new Error(`${url} refuses for good: HTTP ${response.status}`);
    }
    await wait(TRY_AGAIN_MS, undefined, { signal });
  }
}

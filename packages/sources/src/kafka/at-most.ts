import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for work, but no longer than so many milliseconds: then it goes on by itself, and nobody hears how it ends.
 *
 * @throws What the work throws before that.
 */
export async function atMost(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  const waited = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: waited.signal }).catch(() => {}); // It was done before.
  try {
    await Promise.race([work, late]);
  } finally {
    waited.abort();
  }
}

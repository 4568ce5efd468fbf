import { setTimeout as sleep } from 'node:timers/promises';

export interface RideOutOptions {
  /** Runs until the signal aborts; throws where it cannot go on. */
  run(signal: AbortSignal): Promise<void>;
  /** Told why it ended, and after how long it begins anew. */
  again(error: unknown, afterMs: number): void;
  /** Default 500. */
  waitMs?: number;
  /** Default 15,000. */
  waitMsMax?: number;
  /** What ran so long was well: the next wait is short again. Default 60,000. */
  wellAfterMs?: number;
}

/** Begins anew whatever ends by itself, with longer and longer waits, until the signal aborts. */
export async function rideOut(options: RideOutOptions, signal: AbortSignal): Promise<void> {
  const { waitMs = 500, waitMsMax = 15_000, wellAfterMs = 60_000 } = options;
  let wait = waitMs;
  while (!signal.aborted) {
    const began = performance.now();
    try {
      await options.run(signal);
      if (signal.aborted) return;
      options.again(new Error('it ended by itself'), wait);
    } catch (error) {
      if (signal.aborted) return;
      if (performance.now() - began > wellAfterMs) wait = waitMs;
      options.again(error, wait);
    }
    await sleep(wait, undefined, { signal }).catch(() => {});
    wait = Math.min(2 * wait, waitMsMax);
  }
}

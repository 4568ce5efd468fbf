import type { Clock } from './clock.ts';
import { type Log, reasonOf } from './log.ts';

/** Does something again and again until the signal aborts. A failure is told and tried again. */
export async function runPeriodically(
  work: () => Promise<void>,
  { everyMs, clock, log }: { everyMs: number; clock: Clock; log: Log },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(everyMs, signal);
    if (signal.aborted) return;
    await work().catch((error) => log('error', reasonOf(error)));
  }
}

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

const TICK_MS = 10;

/** Does something so often a second, evenly; says how many times it did. */
export async function steadily(perSecond: number, durationMs: number, once: () => void): Promise<number> {
  const begun = performance.now();
  let done = 0;
  for (let passed = 0; passed < durationMs; passed = performance.now() - begun) {
    for (const due = Math.floor((passed / 1_000) * perSecond); done < due; done += 1) once();
    await wait(TICK_MS);
  }
  return done;
}

/** How late timers came while something went on, in milliseconds. */
export async function delaysDuring(
  work: () => Promise<unknown>,
): Promise<{ medianMs: number; p99Ms: number }> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  await work();
  histogram.disable();
  return { medianMs: histogram.percentile(50) / 1e6, p99Ms: histogram.percentile(99) / 1e6 };
}

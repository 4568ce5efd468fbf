import { trace } from '@opentelemetry/api';

interface Flushable {
  forceFlush?(options?: { timeoutMillis?: number }): Promise<void>;
}

/** The traces provider somebody registered: the API hands out a stand-in that hides `forceFlush`. */
export function flushableTracerProvider(provider: object = trace.getTracerProvider()): Flushable {
  const standIn = provider as { getDelegate?(): object };
  return standIn.getDelegate?.() ?? provider;
}

/**
 * Resolves when all are flushed, have failed to, or `timeoutMs` have passed. Only where it is told to `hold` the
 * process, that has to wait for it.
 */
export async function flushAll(
  flushables: (Flushable | undefined)[],
  timeoutMs: number,
  { hold }: { hold: boolean },
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
    if (!hold) timer.unref();
  });
  // Their own timers hold the process too, for 30 s if not told otherwise.
  const bound = { timeoutMillis: timeoutMs };
  const flushed = Promise.allSettled(flushables.map(async (flushable) => flushable?.forceFlush?.(bound)));
  await Promise.race([flushed, timeout]);
  clearTimeout(timer);
}

/** Runs `flush` again and again while asked to, but never twice at a time: a dead collector piles up nothing. */
export function oneAtATime(flush: () => Promise<unknown>): () => void {
  let running = false;
  let asked = false;
  return function ask() {
    asked = true;
    if (running) return;
    running = true;
    asked = false;
    const done = () => {
      running = false;
      if (asked) ask();
    };
    flush().then(done, done);
  };
}

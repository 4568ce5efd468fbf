import { trace } from '@opentelemetry/api';

interface Flushable {
  forceFlush?(): Promise<void>;
}

/** The traces provider somebody registered: the API hands out a stand-in that hides `forceFlush`. */
export function flushableTracerProvider(provider: object = trace.getTracerProvider()): Flushable {
  const standIn = provider as { getDelegate?(): object };
  return standIn.getDelegate?.() ?? provider;
}

/** Resolves when all are flushed, have failed to, or `timeoutMs` have passed. Keeps the process alive so long. */
export async function flushAll(flushables: (Flushable | undefined)[], timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  const flushed = Promise.allSettled(flushables.map(async (flushable) => flushable?.forceFlush?.()));
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

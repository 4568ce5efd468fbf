import type { Router } from './router.ts';

/**
 * Writes progress at a steady pace, one at a time: a slow disk makes it rarer, not a queue.
 *
 * @returns Stops it, and resolves once nothing is being written.
 */
export function keepTime(
  router: Pick<Router, 'progress'>,
  everyMs: number,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= router
      .progress()
      .catch(failed)
      .finally(() => {
        running = undefined;
      });
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

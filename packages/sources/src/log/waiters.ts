export interface Waiters {
  /** Resolves to true once `wake` passes `offset`; to false when aborted or released before that. */
  add(offset: number, signal?: AbortSignal): Promise<boolean>;
  wake(end: number): void;
  release(): void;
}

/** Readers at the end of a log, waiting for it to grow. */
export function createWaiters(): Waiters {
  const waiting = new Set<{ offset: number; settle: (there: boolean) => void }>();
  return {
    add(offset, signal) {
      if (signal?.aborted) return Promise.resolve(false);
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const abort = () => waiter.settle(false);
      const waiter = {
        offset,
        settle(there: boolean) {
          waiting.delete(waiter);
          signal?.removeEventListener('abort', abort);
          resolve(there);
        },
      };
      waiting.add(waiter);
      signal?.addEventListener('abort', abort, { once: true });
      return promise;
    },
    wake(end) {
      for (const waiter of waiting) if (waiter.offset < end) waiter.settle(true);
    },
    release() {
      for (const waiter of waiting) waiter.settle(false);
    },
  };
}

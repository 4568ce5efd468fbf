/** The part of `process` that signals come by. */
export interface Signalled {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const HARD_EXIT_CODE = 130;

/** Aborts at the first SIGINT or SIGTERM, and ends the process at the second: whoever asks twice means it. */
export function stopSignal(source: Signalled): { signal: AbortSignal; release(): void } {
  const stopping = new AbortController();
  const listener = (): void => {
    if (stopping.signal.aborted) source.exit(HARD_EXIT_CODE);
    stopping.abort();
  };
  for (const name of SIGNALS) source.on(name, listener);
  return {
    signal: stopping.signal,
    release() {
      for (const name of SIGNALS) source.off(name, listener);
    },
  };
}

/** Resolves once the signal aborts. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

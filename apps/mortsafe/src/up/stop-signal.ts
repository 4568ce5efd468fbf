/** The part of `process` that signals come by. */
export interface Signalled {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): void;
}

export interface StopSignal {
  /** Aborts at the first SIGINT or SIGTERM. */
  signal: AbortSignal;
  /** As if a first signal had come; where one has, nothing more. */
  stop(): void;
  /** Stops listening. */
  release(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const STOP_WITHIN_MS = 10_000;
const INTERRUPTED = 130;

/**
 * Tells when to stop. A second signal ends the process at once, for whoever asks twice means it; so does a stop
 * that takes longer than it may.
 *
 * @param atLast - Says so, and with which code the process then ends. Default 1.
 */
export function stopSignal(
  source: Signalled,
  withinMs = STOP_WITHIN_MS,
  atLast: () => number = () => 1,
): StopSignal {
  const stopping = new AbortController();
  let late: NodeJS.Timeout | undefined;
  const listener = (): void => {
    if (stopping.signal.aborted) {
      source.exit(INTERRUPTED);
      return;
    }
    stopping.abort();
    late = setTimeout(() => source.exit(atLast()), withinMs).unref();
  };
  for (const name of SIGNALS) source.on(name, listener);
  return {
    signal: stopping.signal,
    stop() {
      if (!stopping.signal.aborted) listener();
    },
    release() {
      clearTimeout(late);
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

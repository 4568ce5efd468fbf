import type { StopReason } from '@mortsafe/agent-events/words';

type Listener = (...details: unknown[]) => void;

/** What of a process is watched. */
export interface ProcessPort {
  readonly pid: number;
  prependListener(event: string, listener: Listener): unknown;
  off(event: string, listener: Listener): unknown;
  listenerCount(event: string): number;
  kill(pid: number, signal: string): unknown;
}

/** An agent that wants to say goodbye. Both leave the watch at once. */
export interface Leaver {
  /** Says so and waits, for a bounded time, until it is heard. */
  leave(reason: StopReason): Promise<void>;
  /** Says so; the process has no time left to wait. */
  leaveNow(reason: StopReason): void;
}

export interface ExitWatch {
  add(leaver: Leaver): void;
  remove(leaver: Leaver): void;
}

/**
 * Sees the process end, whichever way, and lets every agent in it say so first. It ends as it would have without us:
 * by the same signal, with the same exit code, and with the handlers of others in charge where there are any.
 */
export function createExitWatch(process: ProcessPort): ExitWatch {
  const leavers = new Set<Leaver>();
  let reasonAtExit: StopReason | undefined;

  const leaveAll = (reason: StopReason) =>
    Promise.allSettled([...leavers].map((leaver) => leaver.leave(reason)));
  const leaveAllNow = (reason: StopReason) => {
    for (const leaver of [...leavers]) leaver.leaveNow(reason);
  };

  async function onSignal(name: unknown): Promise<void> {
    const signal = String(name);
    if (process.listenerCount(signal) > 1) return standAside(signal);
    // From here on nobody listens, so that an impatient second signal ends the process at once.
    await leaveAll('killed');
    process.kill(process.pid, signal);
  }

  /**
   * Somebody else handles this signal, and whether the process ends is theirs to decide: an end that may not come
   * is not reported. Some handlers end the process only if they are the only ones, so we are gone while they run.
   */
  function standAside(signal: string): void {
    if (signal !== 'SIGHUP') reasonAtExit = 'killed'; // A hang-up mostly means: read your configuration again.
    const listener = listeners.get(signal);
    if (listener === undefined) return;
    process.off(signal, listener);
    setImmediate(() => leavers.size > 0 && process.prependListener(signal, listener)).unref();
  }

  const listeners = new Map<string, Listener>([
    ['SIGTERM', onSignal],
    ['SIGINT', onSignal],
    ['SIGHUP', onSignal],
    ['beforeExit', () => leaveAll('completed')],
    // Whoever handles uncaught exceptions may keep the process alive.
    [
      'uncaughtExceptionMonitor',
      () => process.listenerCount('uncaughtException') === 0 && leaveAllNow('crashed'),
    ],
    ['exit', (code) => leaveAllNow(reasonAtExit ?? (code === 0 ? 'completed' : 'crashed'))],
  ]);

  return {
    add(leaver) {
      // First in the row: at `exit`, telemetry that sends what is left must still find our last words.
      if (leavers.size === 0)
        for (const [name, listener] of listeners) process.prependListener(name, listener);
      leavers.add(leaver);
    },
    remove(leaver) {
      if (!leavers.delete(leaver) || leavers.size > 0) return;
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}

import type { Clock } from '../clock.ts';
import { T0 } from './samples.ts';

/** A clock that moves when a test says so. Who sleeps wakes once its time has come. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
}

export function manualClock(startMs = T0): ManualClock {
  let time = startMs;
  const sleepers = new Set<() => void>();
  return {
    now: () => time,
    sleep(ms, signal) {
      const until = time + ms;
      return new Promise((resolve) => {
        const wake = () => {
          if (time < until && !signal.aborted) return;
          sleepers.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        sleepers.add(wake);
        signal.addEventListener('abort', wake);
        wake();
      });
    },
    advance(ms) {
      time += ms;
      for (const wake of [...sleepers]) wake();
    },
  };
}

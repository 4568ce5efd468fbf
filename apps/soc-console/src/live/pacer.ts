const SOON_MS = 250;
const PAUSE_MS = 1_000;

export interface PacerClock {
  now(): number;
  later(run: () => void, ms: number): void;
}

const realClock: PacerClock = { now: () => performance.now(), later: (run, ms) => void setTimeout(run, ms) };

/**
 * Runs something soon after it was asked for, however often that is: a quarter of a second after the first time, and
 * once in a second while it goes on. Fifty findings a second must not make a page read itself fifty times.
 */
export function createPacer(run: () => void, clock: PacerClock = realClock): () => void {
  let isDue = false;
  let ranAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (isDue) return;
    isDue = true;
    clock.later(
      () => {
        isDue = false;
        ranAt = clock.now();
        run();
      },
      Math.max(SOON_MS, ranAt + PAUSE_MS - clock.now()),
    );
  };
}

import { describe, expect, it } from 'vitest';
import { createPacer } from './pacer.ts';

/** Time that passes when it is told to. */
function handClock() {
  let now = 0;
  let due: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    later: (run: () => void, ms: number) => void due.push({ at: now + ms, run }),
    pass(ms: number): void {
      now += ms;
      const ripe = due.filter(({ at }) => at <= now);
      due = due.filter(({ at }) => at > now);
      for (const { run } of ripe) run();
    },
  };
}

describe('what is asked for often', () => {
  it('runs once for all that comes within a quarter of a second', () => {
    const clock = handClock();
    let runs = 0;
    const ask = createPacer(() => runs++, clock);
    for (let index = 0; index < 50; index++) ask();
    clock.pass(249);
    expect(runs).toBe(0);
    clock.pass(1);
    expect(runs).toBe(1);
  });

  it('runs about once a second while it goes on, and once more for the last', () => {
    const clock = handClock();
    let runs = 0;
    const ask = createPacer(() => runs++, clock);
    for (let index = 0; index < 500; index++) {
      ask();
      clock.pass(20);
    }
    expect(runs).toBeGreaterThanOrEqual(9);
    expect(runs).toBeLessThanOrEqual(11);
    const before = runs;
    ask();
    clock.pass(2_000);
    expect(runs).toBe(before + 1);
  });
});

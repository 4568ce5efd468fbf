import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimers, runTimers, setTimer, takeFinalTimers } from './timers.ts';

const names = (timers: ReturnType<typeof createTimers>, limit: number, inclusive = false) => {
  const ran: string[] = [];
  runTimers(timers, limit, inclusive, ({ rule }) => ran.push(rule));
  return ran;
};

describe('timers', () => {
  it('run in order of time, whatever the order in which they were set', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100_000 })), (times) => {
        const timers = createTimers();
        const ran: number[] = [];
        for (const at of times) setTimer(timers, at, 'any', []);
        for (let limit = 0; limit <= 100_001; limit += 7_000) {
          runTimers(timers, limit, false, ({ at }) => ran.push(at));
        }
        runTimers(timers, 100_001, false, ({ at }) => ran.push(at));
        expect(ran).toEqual(times.toSorted((one, other) => one - other));
      }),
    );
  });

  it('wait until their time has passed, or has come where nothing else can happen in it', () => {
    const timers = createTimers();
    setTimer(timers, 1_500, 'a', []);
    expect(names(timers, 1_500)).toEqual([]);
    expect(names(timers, 1_500, true)).toEqual(['a']);
    expect(names(timers, 9_999)).toEqual([]);
  });

  it('keep the order of setting at one time', () => {
    const timers = createTimers();
    for (const rule of ['a', 'b', 'c']) setTimer(timers, 1_500, rule, []);
    expect(names(timers, 2_000)).toEqual(['a', 'b', 'c']);
  });

  it('set while others run come in their place', () => {
    const timers = createTimers();
    setTimer(timers, 1_100, 'first', []);
    setTimer(timers, 1_900, 'last', []);
    const ran: string[] = [];
    runTimers(timers, 60_000, false, ({ rule }) => {
      ran.push(rule);
      if (rule !== 'first') return;
      setTimer(timers, 1_500, 'same second', []);
      setTimer(timers, 30_000, 'later', []);
      setTimer(timers, 90_000, 'not yet', []);
    });
    expect(ran).toEqual(['first', 'same second', 'last', 'later']);
  });

  it('leap over years without walking them', () => {
    const timers = createTimers();
    setTimer(timers, 1_000, 'a', []);
    setTimer(timers, 10 * 365 * 86_400_000, 'b', []);
    expect(names(timers, 20 * 365 * 86_400_000)).toEqual(['a', 'b']);
  });

  it('that want to run when the input ends are told apart', () => {
    const timers = createTimers();
    setTimer(timers, 9_000, 'later', [], true);
    setTimer(timers, 5_000, 'ordinary', []);
    setTimer(timers, 8_000, 'sooner', [], true);
    expect(takeFinalTimers(timers).map(({ rule }) => rule)).toEqual(['sooner', 'later']);
  });
});

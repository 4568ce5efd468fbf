import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimers, runTimers, setAlarm, setTimer, type Timer, takeFinalTimers } from './timers.ts';

const putOff = () => undefined;

const names = (timers: ReturnType<typeof createTimers>, limit: number, inclusive = false) => {
  const ran: string[] = [];
  runTimers(timers, limit, inclusive, { run: ({ rule }) => ran.push(rule), ring: () => {}, putOff });
  return ran;
};

describe('timers', () => {
  it('run in order of time, whatever the order in which they were set', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100_000 })), (times) => {
        const timers = createTimers();
        const ran: number[] = [];
        const due = { run: ({ at }: Timer) => ran.push(at), ring: (at: number) => ran.push(at), putOff };
        for (const at of times) {
          if (at % 3 === 0) setTimer(timers, at, 'any', []);
          else setAlarm(timers, at, at, at);
        }
        for (let limit = 0; limit <= 100_001; limit += 7_000) {
          runTimers(timers, limit, false, due);
        }
        runTimers(timers, 100_001, false, due);
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

  it('and alarms keep the order of setting at one time', () => {
    const timers = createTimers();
    const ran: string[] = [];
    setAlarm(timers, 1_500, 7, 1);
    setTimer(timers, 1_500, 'timer', []);
    setAlarm(timers, 1_500, 2_000_000, 5_000_000_000);
    setAlarm(timers, 1_499, 0, 2);
    const ring = (at: number, row: number, step: number) => ran.push(`${at} ${row} ${step}`);
    runTimers(timers, 2_000, false, { run: ({ rule }) => ran.push(rule), ring, putOff });
    expect(ran).toEqual(['1499 0 2', '1500 7 1', 'timer', '1500 2000000 5000000000']);
  });

  it('put off alarms that are out of date as their second begins, and ring the rest at their time', () => {
    const timers = createTimers();
    const ran: string[] = [];
    const heard = new Map([
      [1, 3_700],
      [2, 1_900],
    ]);
    for (const row of [1, 2, 3]) setAlarm(timers, 1_500, row, 0);
    const ring = (at: number, row: number) => ran.push(`${at} ${row}`);
    runTimers(timers, 4_000, false, { run: () => {}, ring, putOff: (row) => heard.get(row) });
    expect(ran).toEqual(['1500 2', '1500 3', '3700 1']);
  });

  it('set while others run come in their place', () => {
    const timers = createTimers();
    setTimer(timers, 1_100, 'first', []);
    setTimer(timers, 1_900, 'last', []);
    const ran: string[] = [];
    const run = ({ rule }: Timer) => {
      ran.push(rule);
      if (rule !== 'first') return;
      setTimer(timers, 1_500, 'same second', []);
      setTimer(timers, 30_000, 'later', []);
      setTimer(timers, 90_000, 'not yet', []);
    };
    runTimers(timers, 60_000, false, { run, ring: () => {}, putOff });
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

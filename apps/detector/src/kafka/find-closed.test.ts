import { describe, expect, it } from 'vitest';
import { findClosed, lastWritten, type WrittenBefore } from './find-closed.ts';

/** A log that was written at these times. */
const log = (times: readonly number[]): WrittenBefore & { asked: number } => {
  const asking = Object.assign(
    async (timeMs: number) => {
      asking.asked++;
      return String(times.filter((time) => time < timeMs).length);
    },
    { asked: 0 },
  );
  return asking;
};

const every = (stepMs: number, from: number, to: number): number[] =>
  Array.from({ length: Math.ceil((to - from) / stepMs) }, (_, at) => from + at * stepMs);

describe('times in which nothing was written', () => {
  it('are found between what was', async () => {
    const writtenBefore = log([...every(200, 0, 20_000), ...every(200, 80_000, 100_000)]);
    const [only, ...others] = await findClosed({ writtenBefore, from: 0, to: 100_000, minMs: 5_000 });
    expect(others).toEqual([]);
    expect(only?.from).toBeGreaterThanOrEqual(19_800);
    expect(only?.from).toBeLessThan(20_400);
    expect(only?.to).toBeLessThanOrEqual(80_000);
    expect(only?.to).toBeGreaterThan(79_400);
  });

  it('last until now when nothing came since', async () => {
    const writtenBefore = log(every(200, 0, 20_000));
    const found = await findClosed({ writtenBefore, from: 20_000, to: 50_000, minMs: 5_000 });
    expect(found).toEqual([{ from: 20_000, to: 50_000 }]);
  });

  it('are none where somebody wrote all the time, and none that are short', async () => {
    const options = { from: 0, to: 100_000, minMs: 5_000 };
    expect(await findClosed({ ...options, writtenBefore: log(every(200, 0, 100_000)) })).toEqual([]);
    expect(await findClosed({ ...options, writtenBefore: log(every(4_000, 0, 100_000)) })).toEqual([]);
    expect(await findClosed({ ...options, writtenBefore: log([]), to: 4_999 })).toEqual([]);
  });

  it('are looked for with a bounded number of questions', async () => {
    const dayMs = 86_400_000;
    const writtenBefore = log(every(60_000, 0, dayMs));
    await findClosed({ writtenBefore, from: 0, to: dayMs, minMs: 5_000 });
    expect(writtenBefore.asked).toBeLessThan(1_100);
  });
});

describe('the last time something was written', () => {
  it.each([0, 1, 900, 5_000, 61_234, 9_999_999])(
    'is known to a second when it was %i ms ago',
    async (agoMs) => {
      const now = 100_000_000;
      const last = await lastWritten(log([3, 77, now - agoMs - 1]), now);
      expect(last).toBeLessThanOrEqual(now - agoMs);
      expect(last).toBeGreaterThanOrEqual(now - agoMs - 1_002);
    },
  );

  it('is not known when there is nothing', async () => {
    expect(await lastWritten(log([]), 1_000_000)).toBeUndefined();
  });
});

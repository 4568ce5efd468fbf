import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followLaunchers, type ProcessTable } from './launchers.ts';

/** 10 shell → 20 npx → 30 sh → 40 pnpm → 50 we. */
const words: Record<number, string> = {
  10: '-bash',
  20: 'node /usr/bin/npx pnpm demo',
  30: 'sh -c pnpm demo',
  40: 'node pnpm.mjs demo',
};

describe('who is followed', () => {
  let parents: Record<number, number>;
  let gone: number;
  const table: ProcessTable = { parentOf: (pid) => parents[pid], wordsOf: (pid) => words[pid] };
  const follow = (pid = 50) => followLaunchers(() => gone++, table, pid);
  beforeEach(() => {
    vi.useFakeTimers();
    parents = { 10: 1, 20: 10, 30: 20, 40: 30, 50: 40 };
    gone = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ['the nearest package manager', 50, 1],
    ['a shell between package managers', 40, 1],
    ['the package manager at the top', 30, 1],
  ])('is %s', (_, orphan, times) => {
    follow();
    vi.advanceTimersByTime(5_000);
    expect(gone).toBe(0);
    parents[orphan] = 1;
    vi.advanceTimersByTime(5_000);
    expect(gone).toBe(times);
  });

  it('is not the shell that called it: who is put in the background stays', () => {
    follow();
    parents[20] = 1;
    vi.advanceTimersByTime(5_000);
    expect(gone).toBe(0);
  });

  it('is nobody where no package manager is', () => {
    follow(10);
    parents[10] = 99;
    vi.advanceTimersByTime(5_000);
    expect(gone).toBe(0);
  });

  it('is nobody any more once released', () => {
    const release = follow();
    release();
    parents[50] = 1;
    vi.advanceTimersByTime(5_000);
    expect(gone).toBe(0);
  });
});

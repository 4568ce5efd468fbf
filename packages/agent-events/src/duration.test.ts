import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['15s', 15_000],
    ['500ms', 500],
    ['10m', 600_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['1.5h', 5_400_000],
    [' 2 s ', 2_000],
    [250, 250],
    [0, 0],
  ])('reads %j as %d ms', (value, ms) => {
    expect(parseDuration(value)).toBe(ms);
  });

  it.each([
    ['15'],
    ['s'],
    ['-1s'],
    ['1s 2m'],
    ['1e3s'],
    ['40000d'],
    [-1],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
  ])('refuses %j', (value) => {
    expect(parseDuration(value)).toBeUndefined();
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_000, '1 s'],
    [1_550, '1.5 s'],
    [59_999, '59 s'],
    [252_000, '4 min 12 s'],
    [3_600_000, '1 h'],
    [3_601_000, '1 h'],
    [273_600_000, '3 d 4 h'],
  ])('writes %d ms as %j', (ms, written) => {
    expect(formatDuration(ms)).toBe(written);
  });
});

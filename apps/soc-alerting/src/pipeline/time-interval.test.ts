import { describe, expect, it } from 'vitest';
import { parseInterval, type WrittenInterval } from './parse-interval.ts';
import { isWithin } from './time-interval.ts';

const within = (written: WrittenInterval, at: string): boolean => {
  const parsed = parseInterval(written);
  if (parsed.kind === 'invalid') throw new Error(parsed.reason);
  return isWithin({ name: 'it', intervals: [parsed.interval] }, Date.parse(at));
};

describe('a time interval', () => {
  // 21 November 2026 is a Saturday.
  it.each<[WrittenInterval, string, boolean]>([
    [{ times: ['09:00-17:00'] }, '2026-11-21T09:00:00Z', true],
    [{ times: ['09:00-17:00'] }, '2026-11-21T08:59:59Z', false],
    [{ times: ['09:00-17:00'] }, '2026-11-21T17:00:00Z', false],
    [{ times: ['00:00-24:00'] }, '2026-11-21T23:59:59Z', true],
    [{ times: ['22:00-24:00', '00:00-06:00'] }, '2026-11-21T05:00:00Z', true],
    [{ weekdays: ['monday:friday'] }, '2026-11-21T12:00:00Z', false],
    [{ weekdays: ['Saturday'] }, '2026-11-21T12:00:00Z', true],
    [{ weekdays: ['saturday'], location: 'Pacific/Auckland' }, '2026-11-21T12:00:00Z', false],
    [{ times: ['09:00-10:00'], location: 'Europe/Berlin' }, '2026-11-21T08:30:00Z', true],
    [{ times: ['09:00-10:00'], location: 'Europe/Berlin' }, '2026-07-21T08:30:00Z', false],
    [{ daysOfMonth: ['-1'] }, '2026-02-28T12:00:00Z', true],
    [{ daysOfMonth: ['-1'] }, '2028-02-28T12:00:00Z', false],
    [{ daysOfMonth: ['1:7'] }, '2026-11-07T12:00:00Z', true],
    [{ daysOfMonth: ['20:-1'] }, '2026-11-21T12:00:00Z', true],
    [{ months: ['june:august'] }, '2026-11-21T12:00:00Z', false],
    [{ months: ['11'] }, '2026-11-21T12:00:00Z', true],
    [{ years: ['2026:2027'] }, '2026-11-21T12:00:00Z', true],
    [{ weekdays: ['saturday'], times: ['09:00-10:00'] }, '2026-11-21T12:00:00Z', false],
  ])('%j at %s: %s', (written, at, holds) => {
    expect(within(written, at)).toBe(holds);
  });

  it.each<[WrittenInterval, string]>([
    [{ times: ['17:00-09:00'] }, 'times: "17:00-09:00" is not like 09:00-17:00'],
    [{ times: ['9-17'] }, 'times'],
    [{ times: ['09:60-17:00'] }, 'times'],
    [{ weekdays: ['moonday'] }, 'weekdays'],
    [{ weekdays: ['1:5'] }, 'weekdays'],
    [{ daysOfMonth: ['0'] }, 'daysOfMonth'],
    [{ daysOfMonth: ['32'] }, 'daysOfMonth'],
    [{ months: ['13'] }, 'months'],
    [{ years: ['2027:2026'] }, 'years'],
    [{ location: 'Mars/Olympus' }, 'there is no time zone'],
  ])('is not %j', (written, said) => {
    expect(parseInterval(written)).toMatchObject({ kind: 'invalid', reason: expect.stringContaining(said) });
  });
});

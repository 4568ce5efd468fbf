import type { Interval, Span } from './time-interval.ts';

/** An interval as it is written down: `{ times: ["09:00-17:00"], weekdays: ["monday:friday"] }`. */
export interface WrittenInterval {
  times?: readonly string[] | undefined;
  weekdays?: readonly string[] | undefined;
  daysOfMonth?: readonly string[] | undefined;
  months?: readonly string[] | undefined;
  years?: readonly string[] | undefined;
  location?: string | undefined;
}

export type ParsedInterval = { kind: 'interval'; interval: Interval } | { kind: 'invalid'; reason: string };

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];

/** Says what is wrong with the first part that is not as it must be. */
export function parseInterval(written: WrittenInterval): ParsedInterval {
  const interval: Interval = {};
  for (const { key, read, like } of parts) {
    const texts = written[key];
    if (texts === undefined) continue;
    const spans: Span[] = [];
    for (const text of texts) {
      const span = read(text.trim().toLowerCase());
      if (!span) return { kind: 'invalid', reason: `${key}: ${JSON.stringify(text)} is not like ${like}` };
      spans.push(span);
    }
    interval[key] = spans;
  }
  if (written.location !== undefined) {
    if (!isTimeZone(written.location)) {
      return {
        kind: 'invalid',
        reason: `location: there is no time zone ${JSON.stringify(written.location)}`,
      };
    }
    interval.location = written.location;
  }
  return { kind: 'interval', interval };
}

type Reader = (text: string) => Span | undefined;

function timesOfDay(text: string): Span | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text) ?? [];
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = Number(toHour) * 60 + Number(toMinute);
  return Number(fromMinute) < 60 && Number(toMinute) < 60 && from < to && to <= 1_440
    ? { from, to }
    : undefined;
}

const range =
  (least: number, most: number, names: readonly string[] = [], first = 0): Reader =>
  (text) => {
    const [one = '', other = one, more] = text.split(':');
    const value = (word: string): number =>
      names.includes(word)
        ? names.indexOf(word) + first
        : /^-?\d{1,4}$/.test(word)
          ? Number(word)
          : Number.NaN;
    const [from, to] = [value(one), value(other)];
    const fits = (number: number): boolean => number >= least && number <= most;
    const inOrder = from <= to || (from > 0 && to < 0);
    return more === undefined && fits(from) && fits(to) && inOrder ? { from, to } : undefined;
  };

const dayOfMonth: Reader = (text) => {
  const span = range(-31, 31)(text);
  return span && span.from !== 0 && span.to !== 0 && !(span.from < 0 && span.to > 0) ? span : undefined;
};

const weekday: Reader = (text) => (/\d/.test(text) ? undefined : range(0, 6, days)(text));

const parts: readonly { key: Exclude<keyof Interval, 'location'>; read: Reader; like: string }[] = [
  { key: 'times', read: timesOfDay, like: '09:00-17:00 (what crosses midnight is two of them)' },
  { key: 'weekdays', read: weekday, like: 'saturday or monday:friday' },
  { key: 'daysOfMonth', read: dayOfMonth, like: '1, 1:7 or -3:-1' },
  { key: 'months', read: range(1, 12, months, 1), like: 'june, 6 or june:august' },
  { key: 'years', read: range(1970, 9999), like: '2026 or 2026:2028' },
];

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

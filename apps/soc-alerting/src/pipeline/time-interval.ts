/** A named stretch of time that comes again, as Alertmanager has it. Every part that is given must hold. */
export interface TimeInterval {
  name: string;
  /** Any of them; at least one. */
  intervals: readonly Interval[];
}

export interface Interval {
  /** Minutes of the day, the end not included: `{ from: 540, to: 1020 }` is 9 to 17 o'clock. */
  times?: readonly Span[];
  /** 0 is Sunday; both ends included, as in all that follows. */
  weekdays?: readonly Span[];
  /** 1 to 31; negative ones count from the end of the month. */
  daysOfMonth?: readonly Span[];
  months?: readonly Span[];
  years?: readonly Span[];
  /** IANA time zone. Default UTC. */
  location?: string;
}

export interface Span {
  from: number;
  to: number;
}

/** Whether the time is within the interval. */
export const isWithin = ({ intervals }: TimeInterval, time: number): boolean =>
  intervals.some((interval) => holds(interval, time));

function holds(interval: Interval, time: number): boolean {
  const local = localTime(time, interval.location ?? 'UTC');
  const { times, weekdays, daysOfMonth, months, years } = interval;
  const within = (spans: readonly Span[] | undefined, value: number): boolean =>
    spans === undefined || spans.some(({ from, to }) => from <= value && value <= to);
  const last = new Date(Date.UTC(local.year, local.month, 0)).getUTCDate();
  const fromEnd = (day: number): number => (day < 0 ? last + 1 + day : day);
  return (
    (times === undefined || times.some(({ from, to }) => from <= local.minute && local.minute < to)) &&
    within(weekdays, local.weekday) &&
    within(months, local.month) &&
    within(years, local.year) &&
    within(
      daysOfMonth?.map(({ from, to }) => ({ from: fromEnd(from), to: fromEnd(to) })),
      local.day,
    )
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localTime(time: number, timeZone: string) {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(time).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return { year, month, day, weekday, minute: hour * 60 + minute };
}

import { useSyncExternalStore } from 'react';

const TICK_MS = 5_000;
const DAY_MS = 86_400_000;
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: '2-digit' });

const isTime = (ms: number): boolean => !Number.isNaN(new Date(ms).getTime());

/** `21 Nov 2026 12:00:05.000 UTC`, for titles. */
export const utcText = (ms: number): string =>
  isTime(ms) ? new Date(ms).toISOString().replace('T', ' ').replace('Z', ' UTC') : 'unknown';

/** Local time of day; with the day where it is not today. */
export const localText = (ms: number, now = Date.now()): string => {
  if (!isTime(ms)) return 'unknown';
  const isToday = new Date(ms).toDateString() === new Date(now).toDateString();
  return isToday ? clock.format(ms) : `${day.format(ms)}, ${clock.format(ms)}`;
};

/** `45 s`, `12 min`, `3 h 20 min`, `14 h`, `2 d`: cut off, never rounded up. */
export function durationText(ms: number): string {
  const s = Math.floor(Math.abs(ms) / 1_000);
  if (s < 1) return `${Math.round(Math.abs(ms))} ms`;
  if (s < 60) return `${s} s`;
  if (s < 3_600) return `${Math.floor(s / 60)} min`;
  const h = Math.floor(s / 3_600);
  const min = Math.floor((s % 3_600) / 60);
  if (h < 10 && min > 0) return `${h} h ${min} min`;
  return h < 24 ? `${h} h` : `${Math.floor(h / 24)} d`;
}

/** A moment in local time, UTC where the pointer rests. */
export const Time = ({ at }: { at: number }) => (
  <time dateTime={isTime(at) ? new Date(at).toISOString() : undefined} title={utcText(at)}>
    {localText(at)}
  </time>
);

/** How long ago, kept true; the moment itself where the pointer rests. */
export function Age({ since }: { since: number }) {
  const now = useNow();
  const past = now - since;
  return (
    <time
      dateTime={isTime(since) ? new Date(since).toISOString() : undefined}
      title={`${localText(since)} · ${utcText(since)}`}
    >
      {past > 365 * DAY_MS || !isTime(since) ? localText(since) : durationText(Math.max(1_000, past))}
    </time>
  );
}

const listeners = new Set<() => void>();
let now = Date.now();
let isTicking = false;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!isTicking) setInterval(tick, TICK_MS);
  isTicking = true;
  return () => listeners.delete(listener);
}

/** The time, every five seconds, one clock for all that show ages. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);

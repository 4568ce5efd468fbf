const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** As the server has it. */
export const SILENCE_MS_MAX = 30 * DAY_MS;

/** Values are milliseconds. */
export const endChoices = [
  { title: 'in 1 hour', value: String(HOUR_MS) },
  { title: 'in 4 hours', value: String(4 * HOUR_MS) },
  { title: 'in 1 day', value: String(DAY_MS) },
  { title: 'in 7 days', value: String(7 * DAY_MS) },
  { title: 'in 30 days', value: String(SILENCE_MS_MAX) },
] as const;

/** How long it lasts: a choice, or `at` and a local time. Undefined where that is not between a minute and 30 days. */
export function forMsOf(ends: string, until: string, now: number): number | undefined {
  const forMs = ends === 'at' ? new Date(until).getTime() - now : Number(ends);
  return forMs >= MINUTE_MS && forMs <= SILENCE_MS_MAX ? forMs : undefined;
}

/** A moment as a field for local times takes it: `2026-11-21T12:00`. */
export function inputTime(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * MINUTE_MS);
  return local.toISOString().slice(0, 16);
}

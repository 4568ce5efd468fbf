import { describe, expect, it } from 'vitest';
import { endChoices, forMsOf, inputTime, SILENCE_MS_MAX } from './silence-end.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

describe('the end of a silence', () => {
  it('is any of the choices', () => {
    for (const { value } of endChoices) expect(forMsOf(value, '', now)).toBe(Number(value));
  });

  it('is a local time between a minute and thirty days from now', () => {
    expect(forMsOf('at', inputTime(now + 3_600_000), now)).toBe(3_600_000);
    expect(forMsOf('at', inputTime(now + SILENCE_MS_MAX), now)).toBe(SILENCE_MS_MAX);
    expect(forMsOf('at', inputTime(now + SILENCE_MS_MAX + 60_000), now)).toBeUndefined();
    expect(forMsOf('at', inputTime(now - 60_000), now)).toBeUndefined();
    expect(forMsOf('at', 'whenever', now)).toBeUndefined();
  });
});

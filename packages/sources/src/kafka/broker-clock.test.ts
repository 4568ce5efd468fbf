import { describe, expect, it } from 'vitest';
import { createBrokerClock } from './broker-clock.ts';

const NOON = 1_800_000_000_000;
const MINUTES = 60_000;

describe('the brokers’ clock', () => {
  it('is taken to be a second behind where nothing is known', () => {
    expect(createBrokerClock().timeAt('logs/0', NOON)).toBe(NOON - 1_000);
  });

  it('is as far behind as the quickest record was underway', () => {
    const clock = createBrokerClock();
    clock.seen('logs/0', NOON - 40, NOON);
    clock.seen('logs/0', NOON - 5, NOON);
    clock.seen('logs/0', NOON - 3_600_000, NOON);
    expect(clock.timeAt('logs/0', NOON + 10)).toBe(NOON + 5);
  });

  it('may be ahead of ours', () => {
    const clock = createBrokerClock();
    clock.seen('logs/0', NOON + 500, NOON);
    expect(clock.timeAt('logs/0', NOON)).toBe(NOON + 500);
  });

  it('does not fall behind by more than a second, however late a backlog is read', () => {
    const clock = createBrokerClock();
    clock.seen('logs/0', NOON - 3_600_000, NOON);
    expect(clock.timeAt('logs/0', NOON)).toBe(NOON - 1_000);
  });

  it('is taken to be like the worst of the others where a place is quiet', () => {
    const clock = createBrokerClock();
    clock.seen('logs/0', NOON - 3, NOON);
    clock.seen('logs/1', NOON - 30, NOON);
    expect(clock.timeAt('control/0', NOON)).toBe(NOON - 30);
  });

  it('forgets what is long past, for clocks drift', () => {
    const clock = createBrokerClock();
    clock.seen('logs/0', NOON + 200, NOON);
    clock.seen('logs/0', NOON + 6 * MINUTES - 20, NOON + 6 * MINUTES);
    expect(clock.timeAt('logs/0', NOON + 6 * MINUTES)).toBe(NOON + 6 * MINUTES + 200);
    clock.seen('logs/0', NOON + 12 * MINUTES - 20, NOON + 12 * MINUTES);
    expect(clock.timeAt('logs/0', NOON + 12 * MINUTES)).toBe(NOON + 12 * MINUTES - 20);
  });
});

import { describe, expect, it } from 'vitest';
import { doorMinuteKey } from './door-minute-key.ts';

const minute = { door: 'otlp_logs', partition: 0, minute: 0, until: 5, events: 3, lost: 0 };

describe('what is kept of the minutes of a door', () => {
  it('is the newest of the whole door, and of a fleet', () => {
    expect(doorMinuteKey({ ...minute, minute: 60_000 })).toBe(doorMinuteKey(minute));
    expect(doorMinuteKey({ ...minute, fleet: 'shop', events: 9 })).toBe(
      doorMinuteKey({ ...minute, fleet: 'shop' }),
    );
    const others = [{ fleet: 'shop' }, { fleet: 'lab' }, { partition: 1 }, { door: 'otlp_spans' }, {}];
    expect(new Set(others.map((other) => doorMinuteKey({ ...minute, ...other }))).size).toBe(5);
  });

  it('does not grow with the fleets that agents make up', () => {
    const keys = new Set(
      Array.from({ length: 30_000 }, (_, at) => doorMinuteKey({ ...minute, fleet: `made-up-${at}` })),
    );
    expect(keys.size).toBeLessThanOrEqual(4_096);
  });
});

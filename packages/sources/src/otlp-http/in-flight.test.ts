import { describe, expect, it } from 'vitest';
import { createInFlight } from './in-flight.ts';

describe('what all requests hold together', () => {
  it('is bounded in bytes, and given back when one leaves', () => {
    const inFlight = createInFlight({ requestsMax: 2, bytesMax: 100 });
    const [one, two] = [inFlight.enter(), inFlight.enter()];
    expect(one?.take(60)).toBe(true);
    expect(two?.take(41)).toBe(false);
    expect(two?.take(40)).toBe(true);
    one?.leave();
    one?.leave();
    expect(two?.take(60)).toBe(true);
    expect(two?.take(1)).toBe(false);
  });

  it('is bounded in requests', () => {
    const inFlight = createInFlight({ requestsMax: 1, bytesMax: 100 });
    const one = inFlight.enter();
    expect(inFlight.enter()).toBeUndefined();
    one?.leave();
    expect(inFlight.enter()).toBeDefined();
  });
});

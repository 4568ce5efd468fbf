import { describe, expect, it } from 'vitest';
import { soakFlood } from './soak-flood.ts';

/** As many agents as a fleet may have, and three quarters more. `pnpm soak:flood` does it with a million. */
const INVENTED = 220_000;
const TRACKED_MAX = 125_000;

describe('a flood of invented agents', () => {
  it('fills no memory, hides no relaunch, and is told of', { timeout: 120_000 }, () => {
    const { events, trackedMax, missing, unexpected } = soakFlood(INVENTED);
    expect({ missing, unexpected }).toEqual({ missing: [], unexpected: [] });
    expect(events).toBeGreaterThan(INVENTED);
    expect(trackedMax).toBeLessThanOrEqual(TRACKED_MAX);
  });
});

import type { Origin } from '@mortsafe/agent-events';
import type { WatchdogOptions } from '@mortsafe/soc-alerting';
import type { CanarySettings } from '../config/settings.ts';

/** What enters by the control door is kept for ever: there the canary beats seldom. */
const CONTROL_EVERY_MS = 600_000;

interface CanaryDoor {
  name: string;
  origin: Origin;
}

/** Who watches the watcher, as the settings say. */
export const watchdogOf = (
  { everyMs, silentAfterMs, fleetSilentAfterMs, messageEveryMs }: CanarySettings,
  doors: readonly CanaryDoor[],
  { signs, beat }: Pick<WatchdogOptions, 'signs' | 'beat'>,
): WatchdogOptions => ({
  ...{ signs, beat, silentAfterMs, fleetSilentAfterMs },
  doors: doors.map((door) => ({
    ...door,
    everyMs: door.origin === 'control' ? Math.max(everyMs, CONTROL_EVERY_MS) : everyMs,
  })),
  ...(messageEveryMs !== undefined && { messageEveryMs }),
});

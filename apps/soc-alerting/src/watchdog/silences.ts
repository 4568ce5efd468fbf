import type { Origin, VitalSign } from '@mortsafe/agent-events';
import { MONITOR_FLEET } from '@mortsafe/agent-events';

/** A door that the canary beats through. */
export interface WatchedDoor {
  name: string;
  origin: Origin;
  /** How often it beats there. */
  everyMs: number;
}

/** Something that should be heard and is not. */
export interface Silent {
  kind: VitalSign['kind'] | 'channel';
  fleet: string;
  /** Null where it is a whole fleet. */
  subject: string | null;
  /** When it was heard last; where it never was, since when it is waited for. Epoch milliseconds. */
  since: number;
}

export interface WhoIsSilentOptions {
  doors: readonly WatchedDoor[];
  silentAfterMs: number;
  fleetSilentAfterMs: number;
}

/** Three beats may be lost on the way. */
const BEATS_MISSED = 3;

/** What tells things apart that can fall silent. */
export const silentKey = ({ fleet, subject }: Pick<Silent, 'fleet' | 'subject'>): string =>
  JSON.stringify([fleet, subject]);

/**
 * Who should be heard and is not. What is larger speaks for what is smaller: nothing is heard through a detector that
 * is silent, and no agent through a door of theirs that is.
 *
 * @param now - Epoch milliseconds.
 * @param waitingSince - Nobody is missed for what was before.
 */
export function whoIsSilent(
  signs: readonly VitalSign[],
  { doors, silentAfterMs, fleetSilentAfterMs }: WhoIsSilentOptions,
  { now, waitingSince }: { now: number; waitingSince: number },
): Silent[] {
  const heardAt = (kind: VitalSign['kind'], name: string): number =>
    Math.max(
      waitingSince,
      ...signs.filter((sign) => sign.kind === kind && sign.name === name).map(({ time }) => time),
    );
  const detector = heardAt('detector', 'detector');
  if (now - detector > silentAfterMs) {
    return [{ kind: 'detector', fleet: MONITOR_FLEET, subject: 'the detector', since: detector }];
  }
  const shut = doors.flatMap(({ name, origin, everyMs }) => {
    const since = heardAt('door', name);
    return now - since > Math.max(silentAfterMs, BEATS_MISSED * everyMs) ? [{ name, origin, since }] : [];
  });
  const isShut = (origin: Origin): boolean => shut.some((door) => door.origin === origin);
  const limits = { sensor: silentAfterMs, fleet: fleetSilentAfterMs };
  const quiet = signs.flatMap(({ kind, name, fleet = name, time, missed }): Silent[] => {
    if ((kind !== 'sensor' && kind !== 'fleet') || !missed) return [];
    if (isShut(kind === 'sensor' ? 'platform' : 'agent')) return [];
    // By the detector's own time: what it has not read yet may hold a sign of them.
    if (detector - Math.max(time, waitingSince) <= limits[kind]) return [];
    return [{ kind, fleet, subject: kind === 'sensor' ? `sensor ${name}` : null, since: time }];
  });
  return [
    ...shut.map(({ name, since }) => ({
      ...{ kind: 'door' as const, fleet: MONITOR_FLEET, subject: `door ${name}`, since },
    })),
    ...quiet,
  ];
}

import { MONITOR_FLEET, type VitalSign } from '@mortsafe/agent-events';
import type { Channel } from '../channels/channel.ts';
import type { Clock } from '../clock.ts';
import { type Log, reasonOf } from '../log.ts';
import type { StageSettings } from '../pipeline/stages.ts';
import { runPeriodically } from '../run-periodically.ts';
import type { Database } from '../storage/database.ts';
import { readable } from '../story/readable.ts';
import { sayWatching } from './say-watching.ts';
import { endSilence, type ToldSilence, tellSilence, toldSilences } from './silence-store.ts';
import { type Silent, silentKey, type WatchedDoor, whoIsSilent } from './silences.ts';

/** Who watches the watcher, and how closely. */
export interface WatchdogOptions {
  /** When everybody was last heard, as the detector says. */
  signs(): readonly VitalSign[];
  doors: readonly WatchedDoor[];
  /** Beats through a door, as anybody would who comes by it. Rejects where nobody opens. */
  beat(door: string, beat: { sequence: number; everyMs: number }): Promise<void>;
  /** A detector, door, sensor or channel that is silent for longer is told of. */
  silentAfterMs: number;
  /** The same of a fleet, none of whose agents is heard. */
  fleetSilentAfterMs: number;
  /** How often a message goes through every channel. Default never. */
  messageEveryMs?: number;
}

export interface WatchdogParts {
  database: Database;
  channels: readonly Channel[];
  stages: StageSettings;
  clock: Clock;
  log: Log;
  /** An incident was raised or resolved. */
  changed(): void;
}

export interface Watchdog {
  /** Looks once who is silent and who is back. */
  look(): Promise<void>;
  /** Beats, looks and sends messages until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

const LOOK_EVERY_MS = 5_000;
const hidesOthers: ReadonlySet<Silent['kind']> = new Set(['detector', 'door']);

/** Beats through every door, and raises `monitor-silent` for whatever falls silent; resolves it when it is back. */
export function createWatchdog(options: WatchdogOptions, parts: WatchdogParts): Watchdog {
  const { database, channels, stages, clock, log } = parts;
  const told = new Map<string, ToldSilence>();
  const channelsDown = new Map<string, number>();
  let waitingSince = clock.now();
  let recalled = false;

  async function recall(): Promise<void> {
    if (recalled) return;
    for (const each of await toldSilences(database)) told.set(silentKey(each.silent), each);
    recalled = true;
  }

  async function look(): Promise<void> {
    await recall();
    const lookedSince = waitingSince;
    const silent = new Map(silentNow().map((each) => [silentKey(each), each]));
    for (const [key, each] of told) {
      if (silent.has(key)) continue;
      await endSilence(database, each, stages);
      told.delete(key);
      log('info', `${nameOf(each.silent)} is back`);
      parts.changed();
      // What could not be heard meanwhile gets time to be heard.
      if (hidesOthers.has(each.silent.kind)) waitingSince = clock.now();
    }
    if (waitingSince > lookedSince) return;
    for (const [key, each] of silent) {
      if (told.has(key)) continue;
      const raised = await tellSilence(database, each, stages);
      if (!raised) continue;
      told.set(key, raised);
      log('warn', `${nameOf(each)} is silent`);
      parts.changed();
    }
  }

  function silentNow(): Silent[] {
    const at = { now: clock.now(), waitingSince };
    return [...whoIsSilent(options.signs(), options, at), ...silentChannels(channelsDown, options, at.now)];
  }

  return {
    look,
    async run(signal) {
      const { messageEveryMs } = options;
      const every = (everyMs: number, work: () => Promise<void>) =>
        runPeriodically(work, { everyMs, clock, log }, signal);
      await Promise.all([
        every(Math.min(LOOK_EVERY_MS, options.silentAfterMs), look),
        ...options.doors.map((door) => beatThrough(door, options, parts, signal)),
        ...(messageEveryMs === undefined
          ? []
          : [
              every(messageEveryMs, () =>
                sayWatching({ channels, stages, signal, messageEveryMs }, channelsDown),
              ),
            ]),
      ]);
    },
  };
}

const nameOf = ({ subject, fleet }: Silent): string => readable(subject ?? `fleet ${fleet}`);

async function beatThrough(
  { name, everyMs }: WatchedDoor,
  { beat }: WatchdogOptions,
  { clock, log }: WatchdogParts,
  signal: AbortSignal,
): Promise<void> {
  let failing = false;
  const stopped = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  for (let sequence = 0; !signal.aborted; sequence++) {
    try {
      // A door that does not answer must not keep us from stopping.
      await Promise.race([beat(name, { sequence, everyMs }), stopped]);
      failing = false;
    } catch (error) {
      if (!failing) log('warn', `the canary cannot beat through the door ${name}: ${reasonOf(error)}`);
      failing = true;
    }
    await clock.sleep(everyMs, signal);
  }
}

function silentChannels(
  down: ReadonlyMap<string, number>,
  { silentAfterMs }: Pick<WatchdogOptions, 'silentAfterMs'>,
  now: number,
): Silent[] {
  return [...down]
    .filter(([, since]) => now - since >= silentAfterMs)
    .map(([name, since]) => ({ kind: 'channel', fleet: MONITOR_FLEET, subject: `channel ${name}`, since }));
}

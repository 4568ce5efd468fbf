import { reachable } from '../config/reachable.ts';
import { LOOPBACK, readConfig, WATCH_EVERY_MS } from '../config/read-config.ts';
import { fetchSecret } from '../config/secret.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import { stopSignal } from '../up/stop-signal.ts';
import { platformDoor } from '../watch/platform-door.ts';
import { needProcessTable } from '../watch/process-table.ts';
import { runSensor } from '../watch/sensor.ts';

export interface WatchOptions {
  config?: string;
  platformUrl?: string;
}

export const PLATFORM_TOKEN_VARIABLE = 'MORTSAFE_PLATFORM_TOKEN';

/** Follows the processes of this machine, and tells the platform's door, until a signal comes. */
export async function watch(options: WatchOptions, io: Io): Promise<ExitCode> {
  needProcessTable();
  const { url, token, everyMs } = sensorSettings(options, io);
  const { signal, release } = stopSignal(process);
  const warn = (text: string): void => io.stderr(`mortsafe warn: ${text}\n`);
  const door = platformDoor({ url, token, warn });
  io.stdout(`Following the processes of agents on this machine, for ${url}. Stop with Ctrl-C.\n`);
  try {
    await runSensor({ everyMs, warn, tell: door.tell }, signal);
    return 0;
  } finally {
    release();
  }
}

function sensorSettings(
  options: WatchOptions,
  { cwd, env }: Io,
): { url: string; token: string; everyMs: number } {
  const { read, directory, file } = readConfig(options, { cwd, env });
  const door = read.doors.platform;
  const host = door?.host ?? LOOPBACK;
  const url =
    options.platformUrl ??
    (door && reachable(`http://${host.includes(':') ? `[${host}]` : host}:${door.port}`));
  if (url === undefined)
    throw new CannotRun(`${file} names no platform door (doors.platform); --platform-url says where it is`);
  const token = env[PLATFORM_TOKEN_VARIABLE] || tokenOf(door?.tokens[0]?.token);
  return { url, token, everyMs: read.watch.every ?? WATCH_EVERY_MS };

  function tokenOf(source: Parameters<typeof fetchSecret>[0] | undefined): string {
    const fetched = source && fetchSecret(source, env, directory);
    if (fetched?.kind === 'secret') return fetched.secret;
    throw new CannotRun(
      `the platform door asks for a token: set ${PLATFORM_TOKEN_VARIABLE}${fetched ? ` (${fetched.reason})` : ''}`,
    );
  }
}

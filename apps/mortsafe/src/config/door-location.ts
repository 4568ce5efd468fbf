import { resolve } from 'node:path';
import type { Io } from '../io.ts';
import { reachable } from './reachable.ts';
import { DATA_DIRECTORY, LOOPBACK, readConfig, SOC_PORT } from './read-config.ts';
import type { Settings } from './settings.ts';
import { urlOf } from './url-of.ts';

/** How a command finds the control door. */
export interface DoorOptions {
  config?: string;
  url?: string;
  data?: string;
}

export interface DoorLocation {
  url: string;
  /** Holds the control token, unless the environment does. */
  dataDirectory: string;
}

/**
 * Where the control door is: as the options say, else as `mortsafe.yaml` does, which `up` reads too.
 *
 * @throws {CannotRun} The configuration is needed, and cannot be read.
 */
export function doorLocation(options: DoorOptions, { cwd, env }: Pick<Io, 'cwd' | 'env'>): DoorLocation {
  if (options.url !== undefined && options.data !== undefined) {
    return { url: options.url, dataDirectory: resolve(cwd, options.data) };
  }
  const { directory, read } = readConfig(options, { cwd, env });
  const { host = LOOPBACK, port = SOC_PORT } = read.doors.soc;
  return {
    url: options.url ?? reachable(urlOf(host, port)),
    dataDirectory:
      options.data === undefined
        ? resolve(directory, read.data ?? DATA_DIRECTORY)
        : resolve(cwd, options.data),
  };
}

/** The options that a command needs to reach this mortsafe from here; empty where the defaults lead to it. */
export function doorFlags(
  { dataDirectory, socDoor }: Pick<Settings, 'dataDirectory' | 'socDoor'>,
  url: string,
  io: Pick<Io, 'cwd' | 'env'>,
): string {
  const usual = doorLocation({}, io);
  const reached = url.replace(/\/$/, '');
  return [
    ...(usual.url === reached ? [] : [`--url ${word(reached)}`]),
    // Whoever configures control tokens has theirs in the environment.
    ...(usual.dataDirectory === dataDirectory || socDoor.controlTokens.length > 0
      ? []
      : [`--data ${word(dataDirectory)}`]),
  ].join(' ');
}

const word = (text: string): string =>
  /^[\w.:/@[\]-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

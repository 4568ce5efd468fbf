import { LogError } from '@mortsafe/sources';
import { CONFIG_FILE } from '../config/read-config.ts';
import type { Settings } from '../config/settings.ts';
import { CannotRun } from '../io.ts';

/** Turns what the system says into what the operator can do about it. Anything else is thrown on as it is. */
export function doorFailure({ dataDirectory }: Pick<Settings, 'dataDirectory'>): (error: unknown) => never {
  return (error) => {
    if (error instanceof LogError && error.code === 'locked') {
      throw new CannotRun(
        `the data directory ${dataDirectory} is in use by another mortsafe; stop that one, or name another with --data`,
      );
    }
    if (error instanceof LogError) throw new CannotRun(`${dataDirectory}: ${error.message}`);
    const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
    const place = `${address}:${port}`;
    if (code === 'EADDRINUSE') {
      throw new CannotRun(
        `${place} is taken, perhaps by an OpenTelemetry Collector or another mortsafe; ` +
          `stop that one, or choose another port (--agents-port, --soc-port, or \`port\` in ${CONFIG_FILE})`,
      );
    }
    if (code === 'EADDRNOTAVAIL') throw new CannotRun(`this machine has no address ${address}; see --listen`);
    if (code === 'EACCES')
      throw new CannotRun(`${place} may not be opened by this user; choose a port above 1023`);
    throw error;
  };
}

import type { DoorOptions } from '../config/door-location.ts';
import { controlClient } from '../control-client.ts';
import type { ExitCode, Io } from '../io.ts';
import { durationOf } from './kill.ts';

export interface AuthoriseOptions extends DoorOptions {
  fleet: string;
  for?: string;
  instances?: number;
  launcher?: string[];
  order?: string[];
  ticket?: string;
}

const WINDOW = '1h';

/** Allows a killed agent to be brought back, from now on and for a while. */
export async function authoriseRelaunch(agent: string, options: AuthoriseOptions, io: Io): Promise<ExitCode> {
  const windowMs = durationOf(options.for ?? WINDOW);
  const notBefore = Date.now();
  const { message, warnings } = await controlClient(options, io).order('authorise-relaunch', {
    fleet: options.fleet,
    agent,
    notBefore,
    notAfter: notBefore + windowMs,
    maxInstances: options.instances,
    launchers: options.launcher,
    orders: options.order,
    ticket: options.ticket,
  });
  for (const warning of warnings) io.stderr(`mortsafe: ${warning}\n`);
  io.stdout(
    `${message}: ${agent} may be brought back until ${new Date(notBefore + windowMs).toISOString()}\n`,
  );
  return 0;
}

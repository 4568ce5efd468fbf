import type { DoorOptions } from '../config/door-location.ts';
import { controlClient } from '../control-client.ts';
import type { ExitCode, Io } from '../io.ts';
import { tellAnswer } from '../tell-answer.ts';
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
  const answer = await controlClient(options, io).order('authorise-relaunch', {
    fleet: options.fleet,
    agent,
    notBefore,
    notAfter: notBefore + windowMs,
    maxInstances: options.instances,
    launchers: options.launcher,
    orders: options.order,
    ticket: options.ticket,
  });
  const until = new Date(notBefore + windowMs).toISOString();
  tellAnswer(answer, `${agent} may be brought back until ${until}`, io);
  return 0;
}

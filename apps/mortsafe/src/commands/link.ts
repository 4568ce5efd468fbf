import type { DoorOptions } from '../config/door-location.ts';
import { controlClient } from '../control-client.ts';
import type { ExitCode, Io } from '../io.ts';

/** Prints a new link to the page: the one that was printed at the start opens only once. */
export async function link(options: DoorOptions, io: Io): Promise<ExitCode> {
  io.stdout(`${await controlClient(options, io).link()}\n`);
  return 0;
}

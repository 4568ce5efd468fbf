import type { Readable } from 'node:stream';

/** What a command may touch of the world around the process; a test passes its own. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  stdin: Readable;
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** The words before a subcommand, for commands that we show. Default `mortsafe`. */
  self?: string;
}

/** 0: it ran and all is well. 1: it ran, and something is not as it should be. 2: it could not run as asked. */
export type ExitCode = 0 | 1 | 2;

/** The world cannot do what was asked; the message is for the person who asked. Ends a command with code 2. */
export class CannotRun extends Error {
  override name = 'CannotRun';
}

import { Readable } from 'node:stream';
import { runCli } from '../cli.ts';
import type { ExitCode } from '../io.ts';

export interface Ran {
  code: ExitCode;
  stdout: string;
  stderr: string;
}

/** Runs a command line as a user would, and keeps what it said. */
export async function run(
  args: readonly string[],
  { cwd = '/', env = {}, stdin = '' }: { cwd?: string; env?: NodeJS.ProcessEnv; stdin?: string } = {},
): Promise<Ran> {
  const said = { stdout: '', stderr: '' };
  const code = await runCli(args, {
    stdout: (text) => {
      said.stdout += text;
    },
    stderr: (text) => {
      said.stderr += text;
    },
    stdin: Readable.from([stdin]),
    env,
    cwd,
  });
  return { code, ...said };
}

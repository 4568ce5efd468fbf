import { spawn } from 'node:child_process';
import { readable } from '../../story/readable.ts';

export type CommandResult = { kind: 'succeeded' } | { kind: 'failed'; reason: string };

const OUTPUT_BYTES_MAX = 4_096;
const OUTPUT_CHARS_TOLD = 300;

/** Runs a program without a shell. Keeps the first few KiB of what it complains about; ends it when time is up. */
export function runCommand(
  command: readonly string[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<CommandResult> {
  const [program = '', ...parameters] = command;
  return new Promise((resolve) => {
    const complaints: Buffer[] = [];
    let bytes = 0;
    const child = spawn(program, parameters, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: withoutSecrets(process.env),
      signal,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (bytes < OUTPUT_BYTES_MAX) complaints.push(chunk.subarray(0, OUTPUT_BYTES_MAX - bytes));
      bytes += chunk.length;
    });
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: 'failed', reason: `${program} could not be run: ${error.code ?? 'unknown'}` }),
    );
    child.on('close', (code, killedBy) => {
      if (code === 0) return resolve({ kind: 'succeeded' });
      const said = readable(Buffer.concat(complaints).toString('utf8').trim(), OUTPUT_CHARS_TOLD);
      const how = killedBy === null ? `exit code ${code}` : `took longer than ${timeoutMs} ms`;
      resolve({ kind: 'failed', reason: said === '' ? `${program}: ${how}` : `${program}: ${how}: ${said}` });
    });
  });
}

/** Our own tokens are nobody else's business. */
const withoutSecrets = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('MORTSAFE_')));

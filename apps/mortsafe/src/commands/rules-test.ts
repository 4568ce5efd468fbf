import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CannotRun, type ExitCode, type Io } from '../io.ts';

const REGISTER = new URL('../user-rules/register.ts', import.meta.url).href;

/** Runs the tests of a folder of rules with Node's own runner. Code 1 where one fails. */
export async function testRules(path: string, io: Io): Promise<ExitCode> {
  const folder = resolve(io.cwd, path);
  const tests = testsIn(folder, path);
  if (tests.length === 0)
    throw new CannotRun(`${path} holds no tests: a rule's is called like it, my-rule.test.ts`);
  const { VITEST: _, NODE_TEST_CONTEXT: __, ...env } = io.env;
  const child = spawn(process.execPath, ['--import', REGISTER, '--test', ...tests], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.setEncoding('utf8').on('data', io.stdout);
  child.stderr.setEncoding('utf8').on('data', io.stderr);
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done(code === 0 ? 0 : 1));
  });
}

function testsIn(folder: string, path: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.test.ts'))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    throw new CannotRun(
      `${path}: the tests cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    );
  }
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { consoleFolder, isBuilt } from './console-folder.ts';

const BUILD_MS_MAX = 120_000;

/**
 * Builds the console, unless these very sources are built. In a process of its own: the caller goes on meanwhile, and
 * how the caller was started cannot make it a build for developers.
 *
 * @returns The folder with the built files.
 * @throws {Error} It cannot be built; the message says why.
 */
export async function buildConsole(): Promise<string> {
  const folder = consoleFolder();
  if (isBuilt(folder)) return folder;
  const program = new URL('main.ts', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [program], {
    env: { ...process.env, NODE_ENV: 'production' },
    timeout: BUILD_MS_MAX,
  });
  // It says where: sources may have changed before it read them.
  return stdout.trim().split('\n').at(-1) ?? folder;
}

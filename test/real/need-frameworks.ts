import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** Installs each example's framework, as its lockfile says: nobody else waits for them. */
export async function setup(): Promise<void> {
  for (const lockfile of globSync('examples/*/pnpm-lock.yaml')) {
    const install = promisify(execFile)('npx', ['-y', 'pnpm@12', 'install', '--frozen-lockfile'], {
      cwd: dirname(lockfile),
    });
    await install.catch((failure: { stdout?: string }) => {
      throw new Error(`${dirname(lockfile)} could not be installed:\n${failure.stdout}`);
    });
  }
}

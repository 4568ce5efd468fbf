import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotRun } from '../io.ts';

export const CONTROL_TOKEN_FILE = 'control-token';
export const VIEW_TOKEN_FILE = 'view-token';

/**
 * Makes the data directory, closed to everybody but its owner. The logs in it keep a second process out.
 *
 * @throws {CannotRun} It cannot be made.
 */
export async function makeDataDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    // It may have been there, and open: logs tell what agents do.
    await chmod(path, 0o700);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new CannotRun(`the data directory ${path} cannot be made (${code}); name another with --data`);
  }
}

/** The secret in a file of the data directory; made on first use, readable by its owner alone. */
export async function tokenIn(directory: string, name: string): Promise<string> {
  const file = join(directory, name);
  const known = await readFile(file, 'utf8').catch(() => '');
  if (known.trim() !== '') return known.trim();
  const token = randomBytes(32).toString('base64url');
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  return token;
}

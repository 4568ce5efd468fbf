import { readFileSync, statSync } from 'node:fs';
import { CannotRun } from '../io.ts';

const BYTES_MAX = 4 * 1024 * 1024;

/**
 * Reads a small text file.
 *
 * @throws {CannotRun} It is not there, not readable or over 4 MiB.
 */
export function readText(file: string, what: string): string {
  try {
    if (statSync(file).size > BYTES_MAX) throw new CannotRun(`${file}: ${what} is over 4 MiB`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new CannotRun(`${file}: ${what} cannot be read (${code})`);
  }
}

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotRun } from '../io.ts';

export interface DataDirectory {
  path: string;
  /** Lets another process have it. */
  release(): Promise<void>;
}

const LOCK = 'lock';

/**
 * Opens a data directory for this process alone: two writers in one log would tear it.
 *
 * The lock names its owner. An owner that died without releasing it (`kill -9`, a power cut) is recognised by
 * its process id and, where the system tells it, the time that process started; so an id used again is no obstacle.
 *
 * @throws {CannotRun} Another process has it, or it cannot be written.
 */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CannotRun(`the data directory ${path} cannot be made (${codeOf(error)})`);
  }
  const lock = join(path, LOCK);
  const own = `${process.pid} ${startOf(process.pid)}\n`;
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await createLock(lock, own)) return { path, release: () => rm(lock, { force: true }) };
    const owner = await readFile(lock, 'utf8').catch(() => '');
    if (isAlive(owner)) {
      throw new CannotRun(
        `the data directory ${path} is in use by process ${owner.split(' ')[0]}; stop that one, or name another with --data`,
      );
    }
    await putAside(lock, owner);
  }
  throw new CannotRun(`the data directory ${path} cannot be locked`);
}

/** The secret in a file of the data directory; made on first use, readable by its owner alone. */
export async function tokenIn(directory: string, name: string): Promise<string> {
  const file = join(directory, name);
  const known = await readFile(file, 'utf8').catch(() => '');
  if (known.trim() !== '') return known.trim();
  const token = randomBytes(32).toString('base64url');
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  return token;
}

/** Linked into place whole: nobody ever reads a lock without its owner. */
async function createLock(lock: string, content: string): Promise<boolean> {
  const aside = `${lock}.${process.pid}`;
  try {
    await writeFile(aside, content, { mode: 0o600 });
    await link(aside, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new CannotRun(`the data directory cannot be written: ${lock} (${codeOf(error)})`);
  } finally {
    await rm(aside, { force: true });
  }
}

/** Removes a dead owner's lock, unless a third process has replaced it meanwhile: that one is put back. */
async function putAside(lock: string, owner: string): Promise<void> {
  const aside = `${lock}.${process.pid}`;
  try {
    await rename(lock, aside);
    if ((await readFile(aside, 'utf8')) === owner) await rm(aside);
    else await rename(aside, lock);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function isAlive(owner: string): boolean {
  const [pid, start] = owner.trim().split(' ');
  if (!pid || !/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  return startOf(Number(pid)) === start;
}

/** When a process started, in the system's own ticks; `unknown` where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

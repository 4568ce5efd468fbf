import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LogError } from './log-error.ts';

/** A holder on another machine, whose process cannot be looked up, is gone when it has not refreshed for so long. */
const LEASE_MS = 5_000;
const ATTEMPTS_MAX = 3;
const LOCK_NAME = /^lock\.(\d+)$/;

interface Holder {
  host: string;
  pid: number;
  /** Tells this process from an earlier one of the same number; empty where the system does not say. */
  started: string;
}

/**
 * Takes a directory for this process alone. A lock left by a dead process is taken over.
 *
 * Locks are numbered, the highest counts, and its file is never removed: whoever judged a lock by an old look
 * at the directory cannot make the next one, or finds a higher one beside it.
 *
 * @returns Gives it up.
 * @throws {LogError} `locked`.
 */
export async function lockDirectory(directory: string, leaseMs = LEASE_MS): Promise<() => Promise<void>> {
  const mine = join(directory, `lock-${randomUUID()}`);
  const holder: Holder = { host: hostname(), pid: process.pid, started: await startOf(process.pid) };
  await writeFile(mine, JSON.stringify(holder));
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      const last = await highestLock(directory);
      if (await isHeld(join(directory, `lock.${last}`), leaseMs)) break;
      const path = join(directory, `lock.${last + 1}`);
      if (!(await linked(mine, path))) continue;
      if ((await highestLock(directory)) === last + 1) {
        await rm(join(directory, `lock.${last}`), { force: true });
        return keep(path, leaseMs);
      }
      await rm(path, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
  throw new LogError('locked', `${directory} is in use by another process`);
}

/** 0 where there is none. */
async function highestLock(directory: string): Promise<number> {
  const names = await readdir(directory);
  return Math.max(0, ...names.map((name) => Number(LOCK_NAME.exec(name)?.[1] ?? 0)));
}

/** A link appears with its content or not at all, so nobody reads half a lock. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function keep(path: string, leaseMs: number): () => Promise<void> {
  const timer = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {}); // A missed refresh costs nothing unless all are missed.
  }, leaseMs / 5);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await writeFile(path, ''); // An empty lock is held by nobody.
  };
}

async function isHeld(path: string, leaseMs: number): Promise<boolean> {
  const holder = parseHolder(await readFile(path, 'utf8').catch(() => ''));
  if (!holder) return false;
  if (holder.host !== hostname()) return isRefreshed(path, leaseMs);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return (await startOf(holder.pid)) === holder.started;
}

async function isRefreshed(path: string, leaseMs: number): Promise<boolean> {
  const modified = () =>
    stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
  const before = await modified();
  await sleep(leaseMs);
  const after = await modified();
  return after !== undefined && after !== before;
}

function parseHolder(content: string): Holder | undefined {
  try {
    const { host, pid, started } = JSON.parse(content) as Partial<Holder>;
    if (typeof host !== 'string' || typeof pid !== 'number' || typeof started !== 'string') return undefined;
    return { host, pid, started };
  } catch {
    return undefined; // Given up, or cut short by a crash of the machine.
  }
}

/** Boot and clock tick at which a process began, on Linux: numbers of dead processes are used again. */
async function startOf(pid: number): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const status = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold anything; the fields after it are numbers. The start is the 22nd in all.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return `${boot.trim()}/${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDirectory } from './lock.ts';

const LEASE_MS = 300;
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(directory, { recursive: true }));

const leave = (holder: object | string) =>
  writeFile(join(directory, 'lock.7'), typeof holder === 'string' ? holder : JSON.stringify(holder));

describe('the lock of a directory', () => {
  it('keeps a second opener out until it is given up', async () => {
    const unlock = await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toMatchObject({ code: 'locked' });
    await unlock();
    await (await lockDirectory(directory))();
    expect(await readdir(directory)).toEqual(['lock.2']);
  });

  it('is taken over when its process is dead', async () => {
    const child = spawn(process.execPath, ['--version']);
    await once(child, 'exit');
    await leave({ host: hostname(), pid: child.pid, started: '' });
    await (await lockDirectory(directory))();
  });

  it('is taken over when its number now belongs to another process', async () => {
    await leave({ host: hostname(), pid: process.pid, started: 'an earlier boot/1' });
    await (await lockDirectory(directory))();
  });

  it('is taken over when a crash of the machine left it empty', async () => {
    await leave('');
    await (await lockDirectory(directory))();
  });

  it('is left to its holder on another machine while that refreshes it, and taken over when it does not', async () => {
    const unlock = await lockDirectory(directory, LEASE_MS);
    const path = join(directory, 'lock.1');
    await writeFile(path, (await readFile(path, 'utf8')).replace(hostname(), 'elsewhere'));
    await expect(lockDirectory(directory, LEASE_MS)).rejects.toMatchObject({ code: 'locked' });
    await unlock();
    await leave({ host: 'elsewhere', pid: 1, started: '' });
    await (await lockDirectory(directory, LEASE_MS))();
  });

  it('goes to one of many who try at once', async () => {
    await leave({ host: hostname(), pid: process.pid, started: 'an earlier boot/1' });
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockDirectory(directory)));
    const won = tries.filter((result) => result.status === 'fulfilled');
    expect(won).toHaveLength(1);
    expect(await readdir(directory)).toEqual(['lock.8']);
    await won[0]?.value();
  });
});

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataDirectory, tokenIn } from './data-directory.ts';

describe('the data directory', () => {
  let path: string;
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'mortsafe-data-'));
  });
  afterEach(() => rm(path, { recursive: true, force: true }));

  it('is refused while another living process has it, and says which', async () => {
    await writeFile(join(path, 'lock'), `${process.ppid} ${await startOf(process.ppid)}\n`);
    await expect(openDataDirectory(path)).rejects.toThrow(`in use by process ${process.ppid}`);
  });

  it('is free again once released', async () => {
    await (await openDataDirectory(path)).release();
    expect(await readdir(path)).toEqual([]);
    await (await openDataDirectory(path)).release();
  });

  it('is taken over from a process that died', async () => {
    await writeFile(join(path, 'lock'), '999999999 1\n');
    const directory = await openDataDirectory(path);
    expect(await readFile(join(path, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    await directory.release();
  });

  it('is taken over when the process id was used again by a later process', async () => {
    await writeFile(join(path, 'lock'), `${process.ppid} 1\n`);
    await (await openDataDirectory(path)).release();
  });

  it('is taken over when the lock was left half-written', async () => {
    await writeFile(join(path, 'lock'), '');
    await (await openDataDirectory(path)).release();
  });

  it('cannot be where a file is', async () => {
    await writeFile(join(path, 'file'), '');
    await expect(openDataDirectory(join(path, 'file'))).rejects.toThrow('cannot be made (EEXIST)');
  });
});

describe('a token of the data directory', () => {
  it('is made once, kept, and readable by its owner alone', async () => {
    const path = await mkdtemp(join(tmpdir(), 'mortsafe-data-'));
    const token = await tokenIn(path, 'control-token');
    expect(token.length).toBeGreaterThanOrEqual(43);
    expect(await tokenIn(path, 'control-token')).toBe(token);
    expect((await stat(join(path, 'control-token'))).mode & 0o777).toBe(0o600);
    expect(await tokenIn(path, 'view-token')).not.toBe(token);
    await rm(path, { recursive: true });
  });
});

async function startOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
}

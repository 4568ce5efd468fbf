import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDataDirectory, tokenIn } from './data-directory.ts';

describe('the data directory', () => {
  let path: string;
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'mortsafe-data-'));
  });
  afterEach(() => rm(path, { recursive: true, force: true }));

  it('is closed to everybody but its owner', async () => {
    await makeDataDirectory(join(path, 'a', 'b'));
    expect((await stat(join(path, 'a', 'b'))).mode & 0o777).toBe(0o700);
  });

  it('is closed also where it was open before', async () => {
    await chmod(path, 0o755);
    await makeDataDirectory(path);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
  });

  it('cannot be where a file is, and says what to do', async () => {
    await writeFile(join(path, 'file'), '');
    await expect(makeDataDirectory(join(path, 'file'))).rejects.toThrow('(EEXIST); name another with --data');
  });

  it('keeps a token that it made once, readable by its owner alone', async () => {
    const token = await tokenIn(path, 'control-token');
    expect(token.length).toBeGreaterThanOrEqual(43);
    expect(await tokenIn(path, 'control-token')).toBe(token);
    expect((await stat(join(path, 'control-token'))).mode & 0o777).toBe(0o600);
    expect(await tokenIn(path, 'view-token')).not.toBe(token);
  });
});

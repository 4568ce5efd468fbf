import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const PACKAGE = join(import.meta.dirname, '../..');
const PAGES = join(PACKAGE, '../../docs/agent-sdk');

it('is what the code says: else run `pnpm api-reference`', { timeout: 120_000 }, async () => {
  const fresh = await mkdtemp(join(tmpdir(), 'mortsafe-api-'));
  try {
    await promisify(execFile)('npx', ['-y', 'pnpm@12', 'exec', 'typedoc', '--out', fresh], { cwd: PACKAGE });
    const names = await readdir(fresh);
    expect((await readdir(PAGES)).sort()).toEqual(names.sort());
    for (const name of names) {
      expect(await readFile(join(PAGES, name), 'utf8'), name).toBe(await readFile(join(fresh, name), 'utf8'));
    }
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { killAndCheck } from '../testing/kill-and-check.ts';

describe('the embedded database, killed twenty times under load', () => {
  it('opens each time, whole, with everything it had', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'mortsafe-pglite-'));
    let before = 0;
    for (let round = 0; round < 20; round++) {
      const position = await killAndCheck(join(directory, 'db'), Math.floor(Math.random() * 800));
      expect(position).toBeGreaterThanOrEqual(before);
      before = position;
    }
    await rm(directory, { recursive: true, force: true });
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quietSettings } from '../testing/settings.ts';
import { startMortsafe } from './start-mortsafe.ts';

describe('the first start', () => {
  let data: string;
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortsafe-start-'));
  });
  afterEach(() => rm(data, { recursive: true, force: true }));

  const saidAtStart = async (): Promise<string[]> => {
    const said: string[] = [];
    const mortsafe = await startMortsafe(quietSettings(data), { log: (_, text) => said.push(text) });
    await mortsafe.stop();
    return said;
  };

  it('says that it makes a database, which takes long, and the second does not', {
    timeout: 120_000,
  }, async () => {
    expect(await saidAtStart()).toContain('the first time a database is made, which takes some seconds');
    expect(await saidAtStart()).toEqual([]);
  });
});

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killAndCheck } from '../testing/kill-and-check.ts';
import { openPGlite, openPGliteOrStartAfresh } from './pglite-database.ts';

describe('the embedded database', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mortsafe-pglite-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('opens again, whole, whenever its process was killed', { timeout: 120_000 }, async () => {
    const data = join(directory, 'db');
    for (const aliveMs of [30, 400]) await killAndCheck(data, aliveMs);
  });

  it('sets a broken database aside and says where', async () => {
    const data = join(directory, 'db');
    await (await openPGlite({ directory: data })).close();
    await writeFile(join(data, 'global', 'pg_control'), 'not a control file');

    const { database, setAside } = await openPGliteOrStartAfresh(data, () => 42);
    expect(setAside?.movedTo).toBe(`${data}.broken-42`);
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(directory)).sort()).toEqual(['db', 'db.broken-42']);
    await database.close();
  });

  it('leaves a database of a newer release alone', async () => {
    const data = join(directory, 'db');
    const database = await openPGlite({ directory: data });
    await database.query(`insert into schema_version (version, name) values (999, 'from the future')`);
    await database.close();

    await expect(openPGliteOrStartAfresh(data, Date.now)).rejects.toThrow('upgrade mortsafe');
    expect(await readdir(directory)).toEqual(['db']);
  });
});

import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OPENING_MS } from '../testing/databases.ts';
import { killAndCheck } from '../testing/kill-and-check.ts';
import { openPGlite, openPGliteOrStartAfresh } from './pglite-database.ts';

describe('the embedded database', () => {
  let template: string;
  let directory: string;
  let data: string;
  // Copying one takes a tenth of making one.
  beforeAll(async () => {
    template = await mkdtemp(join(tmpdir(), 'mortsafe-pglite-'));
    await (await openPGlite({ directory: join(template, 'db') })).close();
  }, OPENING_MS);
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mortsafe-pglite-'));
    data = join(directory, 'db');
    await cp(join(template, 'db'), data, { recursive: true });
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));
  afterAll(() => rm(template, { recursive: true, force: true }));

  it('opens again, whole, whenever its process was killed', { timeout: 120_000 }, async () => {
    for (const aliveMs of [30, 400]) await killAndCheck(data, aliveMs);
  });

  it('sets a broken database aside and says where', async () => {
    await writeFile(join(data, 'global', 'pg_control'), 'not a control file');

    const { database, setAside } = await openPGliteOrStartAfresh(data, () => 42);
    expect(setAside?.movedTo).toBe(`${data}.broken-42`);
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(directory)).sort()).toEqual(['db', 'db.broken-42']);
    await database.close();
  });

  it('leaves a database of a newer release alone', async () => {
    const database = await openPGlite({ directory: data });
    await database.query(`insert into schema_version (version, name) values (999, 'from the future')`);
    await database.close();

    await expect(openPGliteOrStartAfresh(data, Date.now)).rejects.toThrow('upgrade mortsafe');
    expect(await readdir(directory)).toEqual(['db']);
  });
});

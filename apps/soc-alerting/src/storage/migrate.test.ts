import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import type { Database } from './database.ts';
import { type Migration, migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

describe.each(testedDatabases())('migrations on $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(async () => {
    await database.query('drop table if exists extra');
    await database.query('delete from schema_version where version > $1', [migrations.length]);
  });
  afterAll(() => database.close());

  const extra = (sql: string): Migration[] => [
    ...migrations,
    { version: migrations.length + 1, name: 'extra', sql },
  ];

  it('are numbered without a gap', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it('run once', async () => {
    const steps = extra('create table extra (one integer);\ninsert into extra values (1);');
    await migrate(database, steps);
    await migrate(database, steps);
    expect(await database.query('select one from extra')).toEqual([{ one: 1 }]);
  });

  it('leave nothing behind when they fail', async () => {
    const steps = extra('create table extra (one integer);\nselect no_such_function();');
    await expect(migrate(database, steps)).rejects.toThrow('no_such_function');
    await expect(database.query('select * from extra')).rejects.toThrow('extra');
  });

  it('refuse a database that a newer release has changed', async () => {
    await migrate(database, extra('create table extra (one integer);'));
    await expect(migrate(database)).rejects.toThrow('upgrade mortsafe');
  });

  it('give numbers for bigints, and values for json', async () => {
    const rows = await database.query(`select 1795264341441::bigint as time, '{"a":[1]}'::json as document`);
    expect(rows).toEqual([{ time: 1_795_264_341_441, document: { a: [1] } }]);
  });
});

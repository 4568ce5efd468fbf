import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import type { Database, Queries } from './database.ts';

describe.each(testedDatabases())('a transaction on $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
    await database.query('create table kept (value integer primary key)');
  }, OPENING_MS);
  beforeEach(() => database.query('truncate kept'));
  afterAll(() => database.close());

  const keep = (queries: Queries, value: number) =>
    queries.query('insert into kept (value) values ($1)', [value]);
  const kept = async () =>
    (await database.query('select value from kept order by value')).map((row) => row.value);

  it('does what is asked at once in the order in which it was asked', async () => {
    const rows = await database.transaction(async (queries) => {
      const [, rows] = await Promise.all([
        keep(queries, 1),
        queries.query('select value from kept'),
        keep(queries, 2),
      ]);
      return rows;
    });
    expect(rows).toEqual([{ value: 1 }]);
    expect(await kept()).toEqual([1, 2]);
  });

  it('says what failed first, and keeps nothing', async () => {
    const doing = database.transaction(async (queries) => {
      await Promise.all([keep(queries, 1), keep(queries, 1), keep(queries, 2)]);
    });
    await expect(doing).rejects.toMatchObject({ code: '23505' });
    expect(await kept()).toEqual([]);
  });

  it('says what failed first, however long that takes to be heard', async () => {
    const later = async (depth: number): Promise<unknown> =>
      depth === 0 ? undefined : later(depth - 1).then(() => undefined);
    const doing = database.transaction(async (queries) => {
      const deep = async () => {
        try {
          await keep(queries, 1);
        } catch (error) {
          await later(20);
          throw error;
        }
      };
      await keep(queries, 1);
      await Promise.all([deep(), keep(queries, 2)]);
    });
    await expect(doing).rejects.toMatchObject({ code: '23505' });
  });

  it('refuses what goes on asking after it has failed', async () => {
    let goesOn: Promise<unknown> | undefined;
    const doing = database.transaction(async (queries) => {
      goesOn = new Promise((resolve) => setTimeout(resolve, 50)).then(() => keep(queries, 3));
      goesOn.catch(() => {});
      await Promise.all([keep(queries, 1), keep(queries, 1), goesOn]);
    });
    await expect(doing).rejects.toMatchObject({ code: '23505' });
    await expect(goesOn).rejects.toThrow();
    expect(await kept()).toEqual([]);
  });
});

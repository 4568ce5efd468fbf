import pg from 'pg';
import type { Database, Queries } from './database.ts';
import { migrate } from './migrate.ts';

export interface PostgresOptions {
  /** `postgres://…`; holds a credential, so it is never repeated in a message. */
  url: string;
  /** Default `public`. Made where it is absent. */
  schema?: string;
  /** Default 8. */
  connections?: number;
}

const INT8 = 20;
const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/** Opens PostgreSQL and brings its tables up to date. Several processes may do so at once. */
export async function openPostgres({ url, schema, connections = 8 }: PostgresOptions): Promise<Database> {
  if (schema !== undefined && !SCHEMA_NAME.test(schema)) throw new TypeError('schema is not a plain name');
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser: numbersForBigints } as pg.CustomTypesConfig,
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  });
  // An idle connection that breaks is replaced at the next query; unheard, it would end the process.
  pool.on('error', () => {});

  const database = asDatabase(pool);
  try {
    if (schema !== undefined) await database.query(`create schema if not exists ${schema}`);
    await migrate(database);
    return database;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function asDatabase(pool: pg.Pool): Database {
  return {
    ...asQueries(pool),
    name: 'PostgreSQL',
    exclusive: false,
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      // A connection that breaks between two queries says so by an event; unheard, it would end the process.
      const lost = (error: Error) => {
        broken = error;
      };
      client.on('error', lost);
      try {
        await client.query('begin');
        const result = await work(asQueries(client));
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        client.off('error', lost);
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

const asQueries = (client: pg.Pool | pg.PoolClient): Queries => ({
  async query<Row>(sql: string, values: readonly unknown[] = []) {
    return (await client.query(sql, [...values])).rows as Row[];
  },
});

function numbersForBigints(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text');
}

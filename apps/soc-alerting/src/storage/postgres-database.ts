import pg from 'pg';
import type { Database, Queries } from './database.ts';
import { lockTables, migrate } from './migrate.ts';
import { isRefusal } from './retry-conflicts.ts';

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
    // Questions are sent without waiting for the answers to those before; the server takes them one by one, in order.
    pipeline: true,
    types: { getTypeParser: numbersForBigints } as pg.CustomTypesConfig,
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  });
  // An idle connection that breaks is replaced at the next query; unheard, it would end the process.
  pool.on('error', () => {});

  const database = asDatabase(pool);
  try {
    if (schema !== undefined) await database.transaction((queries) => makeSchema(queries, schema));
    await migrate(database);
    return database;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function makeSchema(queries: Queries, schema: string): Promise<void> {
  await lockTables(queries);
  await queries.query(`create schema if not exists ${schema}`);
}

function asDatabase(pool: pg.Pool): Database {
  return {
    ...asQueries(pool),
    name: 'PostgreSQL',
    exclusive: false,
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      let over = false;
      let failed: unknown;
      // A connection that breaks between two queries says so by an event; unheard, it would end the process.
      const lost = (error: Error) => {
        broken = error;
      };
      client.on('error', lost);
      try {
        await client.query(BEGIN);
        const result = await work(
          preparedQueries(
            client,
            () => over,
            (error) => {
              failed ??= error;
            },
          ),
        );
        over = true;
        await client.query('commit');
        return result;
      } catch (error) {
        over = true;
        await client.query('rollback').catch((failure: Error) => {
          broken = failure;
        });
        // What was sent behind what failed is refused for that alone, and may be heard of first.
        throw isRefusal(error) ? failed : error;
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

/**
 * A plan that is kept may have been made when the tables were small, when reading all of one seemed cheap. What is done
 * in transactions finds its rows by an index, however few there are. Where there is none, as with the one row at the end
 * of the audit trail, the server takes the plan for a dear one, and would compile it each time.
 */
const BEGIN = 'begin; set local enable_seqscan = off; set local jit = off';
const STATEMENTS_MAX = 1_000;
const statements = new Map<string, string>();

/** The same under the same name is parsed and planned once a connection: transactions ask the same again and again. */
const preparedQueries = (
  client: pg.PoolClient,
  isOver: () => boolean,
  failed: (error: unknown) => void,
): Queries => ({
  async query<Row>(sql: string, values: readonly unknown[] = []) {
    // What was asked beside what failed might go on asking; the connection may be another's by then.
    if (isOver()) throw new Error('the transaction is over');
    const name = values.length > 0 ? nameOf(sql) : undefined;
    const statement = { text: sql, values: [...values], ...(name !== undefined && { name }) };
    try {
      return (await client.query(statement)).rows as Row[];
    } catch (error) {
      failed(error);
      throw error;
    }
  },
});

function nameOf(sql: string): string | undefined {
  const known = statements.get(sql);
  if (known !== undefined || statements.size >= STATEMENTS_MAX) return known;
  const name = `mortsafe_${statements.size}`;
  statements.set(sql, name);
  return name;
}

function numbersForBigints(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text');
}

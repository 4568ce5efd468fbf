import { randomBytes } from 'node:crypto';
import type { Database } from '../storage/database.ts';
import { openPGlite } from '../storage/pglite-database.ts';
import { openPostgres } from '../storage/postgres-database.ts';

export interface TestedDatabase {
  name: string;
  /** An empty database of its own. */
  open(): Promise<Database>;
}

const url = process.env['MORTSAFE_POSTGRES_URL'];

/**
 * The engines that every suite about storage runs on. PostgreSQL needs `MORTSAFE_POSTGRES_URL`; a CI without it
 * would test half of what it promises, so it fails.
 */
export function testedDatabases(): TestedDatabase[] {
  const engines: TestedDatabase[] = [{ name: 'PGlite', open: () => openPGlite() }];
  if (url) engines.push({ name: 'PostgreSQL', open: () => openFreshSchema(url) });
  else if (process.env['CI'])
    throw new Error('MORTSAFE_POSTGRES_URL is not set: PostgreSQL would go untested');
  else process.stderr.write('left out: PostgreSQL (set MORTSAFE_POSTGRES_URL to run this suite on it too)\n');
  return engines;
}

async function openFreshSchema(postgres: string): Promise<Database> {
  const schema = `test_${randomBytes(6).toString('hex')}`;
  const database = await openPostgres({ url: postgres, schema, connections: 4 });
  return {
    ...database,
    async close() {
      await database.query(`drop schema ${schema} cascade`);
      await database.close();
    },
  };
}

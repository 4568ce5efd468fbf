import { randomBytes } from 'node:crypto';
import type { Database } from '../storage/database.ts';
import { openPostgres } from '../storage/postgres-database.ts';
import { openEmbedded } from './embedded.ts';

/** Making an embedded database takes seconds of computing. */
export const OPENING_MS = 60_000;

export interface TestedDatabase {
  name: string;
  /** An empty database of its own. */
  open(): Promise<Database>;
}

const url = process.env.MORTSAFE_POSTGRES_URL;

/** The engine that every suite about storage runs on: the embedded one, or the PostgreSQL of `MORTSAFE_POSTGRES_URL`. */
export const testedDatabases = (): TestedDatabase[] => [
  url ? { name: 'PostgreSQL', open: () => openFreshSchema(url) } : { name: 'PGlite', open: openEmbedded },
];

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

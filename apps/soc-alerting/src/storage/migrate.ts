import type { Database, Queries } from './database.ts';
import { migrations } from './migrations/index.ts';

export interface Migration {
  /** 1, 2, 3, …; never changed once released. */
  version: number;
  name: string;
  /** One or more statements. */
  sql: string;
}

const ONE_AT_A_TIME = 6_677_253; // Any number will do, as long as nobody else locks it: "mortsafe" on a phone.

/** Nobody else changes what there is of tables until the transaction ends. */
export const lockTables = (queries: Queries): Promise<unknown> =>
  queries.query('select pg_advisory_xact_lock($1)', [ONE_AT_A_TIME]);

const VERSIONS = `create table if not exists schema_version (
  version integer primary key, name text not null, applied_at timestamptz not null default now())`;

/** Brings the tables up to the newest version, each step whole or not at all. */
export async function migrate(database: Database, steps: readonly Migration[] = migrations): Promise<void> {
  await database.transaction(async (queries) => {
    await lockTables(queries);
    await queries.query(VERSIONS);
  });
  for (const step of steps) {
    await database.transaction(async (queries) => {
      await lockTables(queries);
      const done = await queries.query('select 1 from schema_version where version = $1', [step.version]);
      if (done.length > 0) return;
      for (const statement of statementsOf(step.sql)) await queries.query(statement);
      await queries.query('insert into schema_version (version, name) values ($1, $2)', [
        step.version,
        step.name,
      ]);
    });
  }
  await refuseNewer(database, steps);
}

/** A database that a newer release has changed is not ours to write to. */
async function refuseNewer(database: Database, steps: readonly Migration[]): Promise<void> {
  const known = steps.at(-1)?.version ?? 0;
  const [row] = await database.query<{ newest: number | null }>(
    'select max(version) as newest from schema_version',
  );
  if ((row?.newest ?? 0) > known) {
    throw new Error(`the database has version ${row?.newest}, this release knows ${known}: upgrade mortsafe`);
  }
}

/** Statements end with a semicolon at the end of a line; migrations hold no functions. */
const statementsOf = (sql: string): string[] =>
  sql
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');

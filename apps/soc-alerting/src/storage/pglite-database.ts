import { mkdir, rename, stat } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';

export interface PGliteOptions {
  /** Where the database lives. Absent: in memory, gone with the process. One process at a time may open it. */
  directory?: string;
}

/** What became of a database that would not open. */
export interface SetAside {
  movedTo: string;
  reason: string;
}

/** Opens the embedded PostgreSQL and brings its tables up to date. Fails where it is broken beyond its own recovery. */
export async function openPGlite({ directory }: PGliteOptions = {}): Promise<Database> {
  const pglite = directory === undefined ? new PGlite() : new PGlite(await made(directory));
  try {
    await pglite.waitReady;
    const database = asDatabase(pglite);
    await migrate(database);
    return database;
  } catch (error) {
    await pglite.close().catch(() => {});
    throw error;
  }
}

/**
 * Opens the embedded database; one that cannot be opened is moved beside it and an empty one takes its place.
 *
 * The embedded engine does not fsync, so a power cut can break it. That loses nothing that matters: the log of
 * findings is durable elsewhere and is read again from its beginning.
 */
export async function openPGliteOrStartAfresh(
  directory: string,
  now: () => number,
): Promise<{ database: Database; setAside: SetAside | undefined }> {
  try {
    return { database: await openPGlite({ directory }), setAside: undefined };
  } catch (error) {
    if (!(await exists(directory))) throw error;
    const movedTo = `${directory}.broken-${now()}`;
    await rename(directory, movedTo);
    const reason = error instanceof Error ? error.message : 'it would not open';
    return { database: await openPGlite({ directory }), setAside: { movedTo, reason } };
  }
}

function asDatabase(pglite: PGlite): Database {
  return {
    name: 'PGlite',
    async query<Row>(sql: string, values: readonly unknown[] = []) {
      return (await pglite.query<Row>(sql, [...values])).rows;
    },
    transaction: (work) =>
      pglite.transaction((transaction) =>
        work({
          async query<Row>(sql: string, values: readonly unknown[] = []) {
            return (await transaction.query<Row>(sql, [...values])).rows;
          },
        }),
      ),
    close: () => pglite.close(),
  };
}

async function made(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return directory;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

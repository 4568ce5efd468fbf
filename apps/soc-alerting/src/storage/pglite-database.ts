import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { isRefusal } from './retry-conflicts.ts';

export interface PGliteOptions {
  /** Where the database lives. Absent: in memory, gone with the process. One process at a time may open it. */
  directory?: string;
  /** Of an empty database, as `dumpDataDir` packs them: one in memory begins with these, and is open sooner. */
  files?: Blob;
}

/** What became of a database that would not open. */
export interface SetAside {
  movedTo: string;
  reason: string;
}

/** Opens the embedded PostgreSQL and brings its tables up to date. Fails where it is broken beyond its own recovery. */
export async function openPGlite({ directory, files }: PGliteOptions = {}): Promise<Database> {
  if (directory !== undefined && !(await exists(directory))) await make(directory);
  const pglite = await started(directory, files);
  try {
    const database = asDatabase(pglite);
    await migrate(database);
    return database;
  } catch (error) {
    await pglite.close().catch(() => {});
    throw isBroken(error) ? new BrokenDatabaseError(error) : error;
  }
}

/**
 * Opens the embedded database; one that is broken is moved beside it and an empty one takes its place.
 *
 * The embedded engine does not fsync, so a power cut can break it. That loses no finding: their log is durable
 * elsewhere and is read again from its beginning.
 */
export async function openPGliteOrStartAfresh(
  directory: string,
  now: () => number,
): Promise<{ database: Database; setAside: SetAside | undefined }> {
  try {
    return { database: await openPGlite({ directory }), setAside: undefined };
  } catch (error) {
    if (!(error instanceof BrokenDatabaseError)) throw error;
    const movedTo = `${directory}.broken-${now()}`;
    await rename(directory, movedTo);
    return { database: await openPGlite({ directory }), setAside: { movedTo, reason: error.message } };
  }
}

class BrokenDatabaseError extends Error {
  override name = 'BrokenDatabaseError';
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : 'it would not open', { cause });
  }
}

async function started(directory: string | undefined, files?: Blob): Promise<PGlite> {
  try {
    const inMemory = (): PGlite => new PGlite(files ? { loadDataDir: files } : {});
    const pglite = directory === undefined ? inMemory() : new PGlite(directory);
    await pglite.waitReady;
    return pglite;
  } catch (error) {
    throw new BrokenDatabaseError(error);
  }
}

/** Fills a directory beside it first, so that one killed half-way is never taken for a database. */
async function make(directory: string): Promise<void> {
  const unfinished = `${directory}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await (await started(unfinished)).close();
  await rename(unfinished, directory);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** PostgreSQL's classes of errors for an engine that trips over its own files, as against a query it refuses. */
const isBroken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(XX|58)/.test(String(error.code));

function asDatabase(pglite: PGlite): Database {
  return {
    name: 'PGlite',
    exclusive: true,
    async query<Row>(sql: string, values: readonly unknown[] = []) {
      return (await pglite.query<Row>(sql, [...values])).rows;
    },
    async transaction(work) {
      let failed: unknown;
      try {
        return await pglite.transaction((transaction) =>
          work({
            async query<Row>(sql: string, values: readonly unknown[] = []) {
              try {
                return (await transaction.query<Row>(sql, [...values])).rows;
              } catch (error) {
                failed ??= error;
                throw error;
              }
            },
          }),
        );
      } catch (error) {
        throw isRefusal(error) ? failed : error;
      }
    },
    close: () => pglite.close(),
  };
}

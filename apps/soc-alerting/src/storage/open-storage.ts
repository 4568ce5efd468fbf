import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { StorageSettings } from '../options.ts';
import type { Database } from './database.ts';
import { openPGliteOrStartAfresh } from './pglite-database.ts';
import { openPostgres } from './postgres-database.ts';

/** Opens what the settings name, with its tables up to date. */
export async function openStorage(settings: StorageSettings, clock: Clock, log: Log): Promise<Database> {
  if ('database' in settings) return settings.database;
  if ('postgres' in settings) {
    const { postgres: url, schema } = settings;
    return openPostgres({ url, ...(schema === undefined ? {} : { schema }) });
  }
  const { database, setAside } = await openPGliteOrStartAfresh(settings.directory, clock.now);
  if (setAside) {
    log('error', `THE INCIDENT DATABASE COULD NOT BE OPENED: ${setAside.reason}`);
    log('error', `it was moved to ${setAside.movedTo}; incidents are being rebuilt from the log of findings`);
  }
  return database;
}

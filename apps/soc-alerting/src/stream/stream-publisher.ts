import type { Announcer } from '../announcer.ts';
import type { Clock } from '../clock.ts';
import { type Log, reasonOf } from '../log.ts';
import type { Database } from '../storage/database.ts';
import { publishNotes } from './stream-log.ts';

/** Another process may have noted something. */
const LOOK_EVERY_MS = 1_000;

export interface StreamPublisherOptions {
  database: Database;
  /** Tells that something may have been noted. */
  noted: Announcer;
  /** Is told once it can be read. */
  published: Announcer;
  clock: Clock;
  log: Log;
}

/** Moves what was noted to the log that streams read, until the signal aborts. */
export async function runStreamPublisher(
  { database, noted, published, clock, log }: StreamPublisherOptions,
  signal: AbortSignal,
): Promise<void> {
  let woken = new AbortController();
  const stop = noted.listen(() => woken.abort());
  while (!signal.aborted) {
    woken = new AbortController();
    try {
      while ((await publishNotes(database)) > 0) published.announce();
    } catch (error) {
      log('error', `stream: ${reasonOf(error)}`);
    }
    await clock.sleep(LOOK_EVERY_MS, AbortSignal.any([signal, woken.signal]));
  }
  stop();
}

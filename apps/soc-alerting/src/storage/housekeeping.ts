import { anchorText } from '../audit/audit-anchor.ts';
import { auditAnchor } from '../audit/audit-store.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { runPeriodically } from '../run-periodically.ts';
import type { Database } from './database.ts';
import { purge } from './purge.ts';
import type { Retention } from './retention.ts';

export interface HousekeepingOptions {
  database: Database;
  retention?: Partial<Retention> | undefined;
  clock: Clock;
  log: Log;
}

const HOUR_MS = 3_600_000;

/**
 * Once an hour: deletes what is over and old, and writes the anchor of the audit trail into the log, where it has
 * moved. Whoever keeps the log elsewhere can show later that the trail was not shortened.
 */
export async function keepHouse(options: HousekeepingOptions, signal: AbortSignal): Promise<void> {
  const { database, retention = {}, clock, log } = options;
  let told = '';
  const tellAnchor = async (): Promise<void> => {
    const anchor = await auditAnchor(database);
    if (!anchor || anchorText(anchor) === told) return;
    told = anchorText(anchor);
    log('info', `audit anchor ${told}`);
  };
  await runPeriodically(
    async () => {
      await purge(database, { retention, now: clock.now() });
      await tellAnchor();
    },
    { everyMs: HOUR_MS, clock, log },
    signal,
  );
  await tellAnchor().catch(() => {});
}

import type { Clock } from '../clock.ts';
import type { FindingsSource } from '../incidents/findings-source.ts';
import { readPosition, type Tell, takeFindings } from '../incidents/take-findings.ts';
import { type Log, reasonOf } from '../log.ts';
import { type DomainOf, domainsOf } from '../shielding/domains.ts';
import type { Database } from '../storage/database.ts';
import { runStages, type StageSettings } from './stages.ts';

export interface ReadFindingsOptions {
  database: Database;
  source: FindingsSource;
  stages: StageSettings;
  /** Fleets in which one name means one agent. */
  domainOf?: DomainOf | undefined;
  clock: Clock;
  log: Log;
  /** A batch was stored. */
  taken(): void;
}

const AGAIN_MS = 1_000;
const AGAIN_MS_MAX = 30_000;

/**
 * Findings in, incidents stored, changes told, from where the database says it had got to, until the signal aborts.
 * Whatever fails is tried again from there; a log that ended is asked again a little later.
 */
export async function readFindings(options: ReadFindingsOptions, signal: AbortSignal): Promise<void> {
  const { clock, log } = options;
  let waitMs = AGAIN_MS;
  while (!signal.aborted) {
    try {
      await readOnce(options, signal);
      waitMs = AGAIN_MS;
    } catch (error) {
      if (signal.aborted) return;
      log('error', `findings: ${reasonOf(error)}`);
      waitMs = Math.min(waitMs * 2, AGAIN_MS_MAX);
    }
    await clock.sleep(waitMs, signal);
  }
}

async function readOnce(
  { database, source, stages, clock, domainOf = domainsOf(), taken }: ReadFindingsOptions,
  signal: AbortSignal,
): Promise<void> {
  const name = source.name ?? 'findings';
  let position = await readPosition(database, name);
  if (signal.aborted) return;
  for await (const batch of source.read(position, signal)) {
    const tell: Tell = (news, queries) => runStages(news, queries, stages);
    const result = await takeFindings(database, name, position, batch, tell, { now: clock.now, domainOf });
    // Somebody else has stored it: what follows in this reading may be stored, too.
    if (result.kind === 'stale') return;
    position = batch.next;
    if (result.incidents.length > 0 || (batch.orders ?? []).length > 0) taken();
    if (signal.aborted) return;
  }
}

import type { Finding } from '@mortsafe/agent-events';
import { changeIncident } from '../incidents/casework.ts';
import { readPosition, takeFindings } from '../incidents/take-findings.ts';
import { type News, runStages, type StageSettings } from '../pipeline/stages.ts';
import type { Database, Queries } from '../storage/database.ts';
import { MONITOR_SILENT, silenceFinding, silentOf } from './silence-finding.ts';
import type { Silent } from './silences.ts';

const SOURCE = 'watchdog';
/** Stands in the audit for who resolved it. */
const WATCHDOG = 'mortsafe:watchdog';

/** A silence that was told of, and the incident it is in. */
export interface ToldSilence {
  silent: Silent;
  incident: string;
}

/** Those that are not over, as far as anybody knows; what was told of before a restart is among them. */
export async function toldSilences(database: Database): Promise<ToldSilence[]> {
  // PostgreSQL cannot look into a document in which somebody wrote a NUL, so the rule is asked for here.
  const rows = await database.query<{ incident: string; document: Finding }>(
    `select findings.incident, findings.document from findings join incidents on incidents.id = findings.incident
     where incidents.status <> 'resolved' and findings.id like 'monitor-%'`,
  );
  return rows
    .filter(({ document }) => document.rule === MONITOR_SILENT)
    .map(({ incident, document }) => ({ incident, silent: silentOf(document) }));
}

/** Raises an incident. What was told of before is not told again. */
export async function tellSilence(
  database: Database,
  silent: Silent,
  settings: StageSettings,
): Promise<ToldSilence | undefined> {
  const incident = await take(database, silent, settings, false);
  return incident === undefined ? undefined : { silent, incident };
}

/** Says that it is over, and resolves its incident: nobody has anything left to do. */
export async function endSilence(
  database: Database,
  { silent, incident }: ToldSilence,
  settings: StageSettings,
): Promise<void> {
  await take(database, silent, settings, true);
  const tell = (news: readonly News[], queries: Queries) => runStages(news, queries, settings);
  await changeIncident(
    { database, tell, now: settings.now },
    { incident, change: { status: 'resolved', verdict: 'true-positive', note: 'It is back.' }, by: WATCHDOG },
  );
}

async function take(
  database: Database,
  silent: Silent,
  settings: StageSettings,
  isOver: boolean,
): Promise<string | undefined> {
  const from = await readPosition(database, SOURCE);
  const batch = { findings: [silenceFinding(silent, settings.now(), isOver)], next: from + 1 };
  const taken = await takeFindings(database, SOURCE, from, batch, (news, queries) =>
    runStages(news, queries, settings),
  );
  return taken.kind === 'taken' ? taken.incidents[0] : undefined;
}

import { statusChange } from '../incidents/changes.ts';
import { findingsOf } from '../incidents/incident-store.ts';
import { summaryOf } from '../incidents/read-incidents.ts';
import { readPosition, takeFindings } from '../incidents/take-findings.ts';
import { runStages, type StageSettings } from '../pipeline/stages.ts';
import type { Database } from '../storage/database.ts';
import { MONITOR_SILENT, silenceFinding, silentOf } from './silence-finding.ts';
import type { Silent } from './silences.ts';

const SOURCE = 'watchdog';

/** A silence that was told of, and the incident it is in. */
export interface ToldSilence {
  silent: Silent;
  incident: string;
}

/** Those that are not over, as far as anybody knows; what was told of before a restart is among them. */
export async function toldSilences(database: Database): Promise<ToldSilence[]> {
  const rows = await database.query<{ incident: string; document: Parameters<typeof silentOf>[0] }>(
    `select findings.incident, findings.document from findings join incidents on incidents.id = findings.incident
     where incidents.status <> 'resolved' and findings.id like 'monitor-%' and findings.document->>'rule' = $1`,
    [MONITOR_SILENT],
  );
  return rows.map(({ incident, document }) => ({ incident, silent: silentOf(document) }));
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
  { silent, incident: id }: ToldSilence,
  settings: StageSettings,
): Promise<void> {
  await take(database, silent, settings, true);
  await database.transaction(async (queries) => {
    const before = await summaryOf(queries, id);
    if (!before || before.status === 'resolved') return;
    const incident = { ...before, status: 'resolved' as const, revision: before.revision + 1 };
    await queries.query(
      `update incidents set status = 'resolved', revision = $2, document = $3::json where id = $1`,
      [id, incident.revision, JSON.stringify(incident)],
    );
    const findings = await findingsOf(queries, id);
    await runStages({ incident, findings, events: [], changes: [statusChange(incident)] }, queries, settings);
  });
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

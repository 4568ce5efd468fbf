import type { Finding } from '@mortsafe/agent-events';
import { storeOrderStates } from '../orders/order-state-store.ts';
import type { News } from '../pipeline/stages.ts';
import { storeActs } from '../shielding/act-store.ts';
import { type Database, type Queries, storable } from '../storage/database.ts';
import { changesBetween } from './changes.ts';
import type { FindingBatch } from './findings-source.ts';
import { assign, findingsOf, type OpenIncident, saveSummary, writeFindings } from './incident-store.ts';
import { summarise } from './summarise.ts';
import { addToTimeline, toldEvents } from './timeline-store.ts';

/** What a batch did. `stale` when another process has stored it already; read again from `position`. */
export type Taken = { kind: 'taken'; incidents: string[] } | { kind: 'stale'; position: number };

/** Hands on what is worth telling, inside the transaction that made it so. */
export type Tell = (news: News, queries: Queries) => Promise<unknown>;

/** Where to read on, after all that is stored. */
export async function readPosition(queries: Queries, source: string): Promise<number> {
  const [row] = await queries.query<{ position: number }>(
    'select position from read_positions where source = $1',
    [source],
  );
  return row?.position ?? 0;
}

/**
 * Stores a batch of findings, the incidents they change, what is to be told of it, the acts and states of orders beside
 * them, and the position behind it: all of it or nothing, so that a crash neither loses a finding nor counts one twice.
 */
export function takeFindings(
  database: Database,
  source: string,
  from: number,
  batch: FindingBatch,
  tell: Tell,
): Promise<Taken> {
  return database.transaction(async (queries) => {
    await queries.query(
      'insert into read_positions (source, position) values ($1, 0) on conflict (source) do nothing',
      [source],
    );
    const [row] = await queries.query<{ position: number }>(
      'select position from read_positions where source = $1 for update',
      [source],
    );
    const position = row?.position ?? 0;
    if (position !== from) return { kind: 'stale', position };

    await storeActs(queries, batch.acts ?? []);
    await storeOrderStates(queries, batch.orders ?? []);
    const touched = await store(queries, newest(batch.findings));
    for (const incident of touched) await update(queries, incident, tell);
    await queries.query('update read_positions set position = $2 where source = $1', [source, batch.next]);
    return { kind: 'taken', incidents: touched.map(({ id }) => id) };
  });
}

/** Of each finding in the batch its highest revision. */
function newest(findings: readonly Finding[]): Finding[] {
  const byId = new Map<string, Finding>();
  for (const finding of findings) {
    const id = storable(finding.id);
    const known = byId.get(id);
    if (!known || finding.revision > known.revision) byId.set(id, { ...finding, id });
  }
  return [...byId.values()];
}

async function store(queries: Queries, findings: readonly Finding[]): Promise<OpenIncident[]> {
  if (findings.length === 0) return [];
  const assigned = await assign(queries, findings);
  await writeFindings(queries, assigned);
  await addToTimeline(queries, assigned);
  return [...new Map(assigned.map(({ incident }) => [incident.id, incident])).values()];
}

async function update(queries: Queries, incident: OpenIncident, tell: Tell): Promise<void> {
  const { before } = incident;
  const findings = await findingsOf(queries, incident.id);
  const events = await toldEvents(queries, incident.id);
  const state = {
    id: incident.id,
    fleet: incident.fleet,
    // Whoever resolved it did not know what is known now.
    status: before === undefined || before.status === 'resolved' ? ('open' as const) : before.status,
    revision: (before?.revision ?? 0) + 1,
    beyondBounds: {
      findings: (before?.beyondBounds.findings ?? 0) + incident.beyondBounds.findings,
      events: (before?.beyondBounds.events ?? 0) + incident.beyondBounds.events,
    },
  };
  const after = summarise(state, findings, events);
  await saveSummary(queries, after);

  const changes = changesBetween(before, after, findings);
  if (changes.length > 0) await tell({ incident: after, findings, events, changes }, queries);
}

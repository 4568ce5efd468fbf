import type { Finding } from '@mortsafe/agent-events';
import { appendAudit } from '../audit/audit-store.ts';
import { storeOrderStates } from '../orders/order-state-store.ts';
import { type DomainOf, domainsOf } from '../shielding/domains.ts';
import { watchShielding } from '../shielding/watch-shielding.ts';
import { type Database, type Queries, storable } from '../storage/database.ts';
import { oneWriter } from '../storage/one-writer.ts';
import { retryConflicts } from '../storage/retry-conflicts.ts';
import { storeAgentEvents } from './agent-timeline-store.ts';
import type { FindingBatch } from './findings-source.ts';
import { memoryOf } from './incident-memory.ts';
import { type StoredFindings, storeFindings, type Tell } from './store-findings.ts';

/** What a batch did. `stale` when another process has stored it already; read again from `position`. */
export type Taken = { kind: 'taken'; incidents: string[] } | { kind: 'stale'; position: number };

export type { Tell } from './store-findings.ts';

export interface TakeOptions {
  /** For the audit trail. Default the system's. */
  now?: () => number;
  /** Fleets in which one name means one agent. Default all. */
  domainOf?: DomainOf;
}

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
export async function takeFindings(
  database: Database,
  source: string,
  from: number,
  batch: FindingBatch,
  tell: Tell,
  { now = Date.now, domainOf = domainsOf() }: TakeOptions = {},
): Promise<Taken> {
  const memory = memoryOf(database);
  let remember: StoredFindings['remember'] = [];
  const take = async (queries: Queries): Promise<Taken> => {
    remember = [];
    const position = await lockPosition(queries, source);
    if (position !== from) return { kind: 'stale', position };

    await storeOrderStates(queries, batch.orders ?? []);
    await storeAgentEvents(queries, batch.timeline ?? []);
    await queries.query('update read_positions set position = $2 where source = $1', [source, batch.next]);
    await oneWriter(queries);
    const findings = newest(batch.findings);
    const given = await storeFindings(queries, findings, { tell, memory });
    const { findings: seen, into } = await watchShielding(queries, { ...batch, findings }, domainOf);
    const lookedBack = await storeFindings(queries, seen, { tell, into });
    remember = [...given.remember, ...lookedBack.remember];
    await appendAudit(queries, [...given.audited, ...lookedBack.audited], now());
    return { kind: 'taken', incidents: [...new Set([...given.incidents, ...lookedBack.incidents])] };
  };
  const taken = await retryConflicts(() => database.transaction(take));
  for (const { id, revision, made } of remember) memory.remember(id, revision, made);
  return taken;
}

/** Where to read on; whoever else reads the same waits. */
async function lockPosition(queries: Queries, source: string): Promise<number> {
  const locked = () =>
    queries.query<{ position: number }>('select position from read_positions where source = $1 for update', [
      source,
    ]);
  const [known] = await locked();
  if (known) return known.position;
  await queries.query(
    'insert into read_positions (source, position) values ($1, 0) on conflict (source) do nothing',
    [source],
  );
  const [row] = await locked();
  return row?.position ?? 0;
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

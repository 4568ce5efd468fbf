import { ulid } from 'ulid';
import type { AuditedAct } from '../audit/audit-entry.ts';
import { appendAudit } from '../audit/audit-store.ts';
import { type Database, type Queries, storable } from '../storage/database.ts';
import { noteChanges } from '../stream/stream-log.ts';

/** Something that one person asked for and a second one must confirm. Times are epoch milliseconds. */
export interface Approval {
  id: string;
  fleet: string;
  /** `rescind`, `clear`, … */
  act: string;
  /** As it was asked for. */
  body: unknown;
  askedBy: string;
  askedAt: number;
  expiresAt: number;
  state: 'waiting' | 'confirmed' | 'declined';
  settledBy: string | null;
  settledAt: number | null;
}

const GOOD_FOR_MS = 86_400_000;
const LISTED_MAX = 500;
const COLUMNS = `id, fleet, act, body, asked_by as "askedBy", asked_at as "askedAt", expires_at as "expiresAt", state,
  settled_by as "settledBy", settled_at as "settledAt"`;

/** Keeps what was asked for until a second person settles it, for a day at most. */
export async function askApproval(
  database: Database,
  asked: Pick<Approval, 'fleet' | 'act' | 'body' | 'askedBy'>,
  now: number,
): Promise<Approval> {
  const approval: Approval = {
    ...asked,
    id: `app-${ulid(now).toLowerCase()}`,
    ...{ askedAt: now, expiresAt: now + GOOD_FOR_MS, state: 'waiting', settledBy: null, settledAt: null },
  };
  await database.transaction(async (queries) => {
    await queries.query(
      `insert into approvals (id, fleet, act, body, asked_by, asked_at, expires_at, state)
       values ($1, $2, $3, $4::json, $5, $6, $7, 'waiting')`,
      [
        ...[approval.id, storable(approval.fleet), approval.act, JSON.stringify(approval.body)],
        ...[storable(approval.askedBy), now, approval.expiresAt],
      ],
    );
    await noteApproval(queries, approval);
    await appendAudit(queries, [auditOf('asked', approval, `person:${approval.askedBy}`)], now);
  });
  return approval;
}

/** Settles what waits; undefined where nothing of this id does. Nobody confirms what they asked for themselves. */
export function settleApproval(
  database: Database,
  { id, state, by, now }: { id: string; state: 'confirmed' | 'declined'; by: string; now: number },
): Promise<Approval | undefined> {
  return database.transaction(async (queries) => {
    const [approval] = await queries.query<Approval>(
      `update approvals set state = $2, settled_by = $3, settled_at = $4
       where id = $1 and state = 'waiting' and expires_at > $4 and ($2 = 'declined' or asked_by <> $3)
       returning ${COLUMNS}`,
      [storable(id), state, storable(by), now],
    );
    if (!approval) return undefined;
    await noteApproval(queries, approval);
    await appendAudit(queries, [auditOf(state, approval, `person:${by}`)], now);
    return approval;
  });
}

export async function approvalOf(queries: Queries, id: string): Promise<Approval | undefined> {
  const [row] = await queries.query<Approval>(`select ${COLUMNS} from approvals where id = $1`, [
    storable(id),
  ]);
  return row;
}

/** Those that still wait, the newest first. */
export const approvalsWaiting = (queries: Queries, now: number): Promise<Approval[]> =>
  queries.query<Approval>(
    `select ${COLUMNS} from approvals where state = 'waiting' and expires_at > $1
     order by asked_at desc, id limit $2`,
    [now, LISTED_MAX],
  );

const noteApproval = (queries: Queries, { id, fleet }: Approval): Promise<void> =>
  noteChanges(queries, [{ kind: 'approval', about: id, fleets: [fleet] }]);

const auditOf = (what: string, { id, fleet, act, body }: Approval, by: string): AuditedAct => ({
  ...{ by, action: `approval.${what}`, about: `approval:${id}`, fleet },
  change: { act, asked: body },
});

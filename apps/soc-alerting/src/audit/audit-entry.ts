import { createHash } from 'node:crypto';
import { storable } from '../storage/database.ts';

/** Something that somebody did here, as it is handed to the trail. */
export interface AuditedAct {
  /** Who: `person:ada@example.org`, `machine:edr`, or `mortsafe` itself. From a credential, never from a body. */
  by: string;
  /** What, such as `incident.resolved`. */
  action: string;
  /** What it was done to: `incident:inc-…`, `silence:…`, `agent:…`. */
  about: string;
  /** Null where it is about no fleet alone. */
  fleet: string | null;
  /** From what to what, by field; or what else there is to know. */
  change: Readonly<Record<string, unknown>>;
}

/** An act as it stands in the trail, each chained to the one before. */
export interface AuditEntry extends AuditedAct {
  /** 1, 2, 3, … without a gap. */
  sequence: number;
  /** Epoch milliseconds. */
  recordedAt: number;
  /** The hash of the entry before; empty for the first. */
  previous: string;
  hash: string;
}

/** What is hashed: the columns, and `change` as the text that it is stored as. */
export interface AuditRow extends Omit<AuditEntry, 'change'> {
  change: string;
}

/** Whoever changes any column changes the hash; whoever changes the hash breaks the next entry. */
export const auditHashOf = (row: Omit<AuditRow, 'hash'>): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        'mortsafe audit 1',
        ...[row.sequence, row.recordedAt, row.by, row.action, row.about, row.fleet, row.change, row.previous],
      ]),
    )
    .digest('hex');

/** Text as the database gives it back, so that it hashes the same. */
const asStored = (text: string): string => storable(text).toWellFormed().slice(0, TEXT_MAX);
const TEXT_MAX = 1_000;

/** The rows that these acts make behind an entry. */
export function chain(
  acts: readonly AuditedAct[],
  after: { sequence: number; hash: string },
  recordedAt: number,
): AuditRow[] {
  let { sequence, hash: previous } = after;
  return acts.map((act) => {
    const row = {
      sequence: ++sequence,
      recordedAt,
      by: asStored(act.by),
      action: asStored(act.action),
      about: asStored(act.about),
      fleet: act.fleet === null ? null : asStored(act.fleet),
      change: JSON.stringify(act.change),
      previous,
    };
    previous = auditHashOf(row);
    return { ...row, hash: previous };
  });
}

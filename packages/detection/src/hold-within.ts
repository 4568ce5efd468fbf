import { evidenceBytes } from './evidence.ts';
import type { LedgerEntry } from './records.ts';
import type { FleetState } from './state.ts';

const FINDINGS_MAX = 50_000;
/** Of evidence, over all findings of a fleet. */
const BYTES_MAX = 64 * 1_048_576;
const FORGET_TRIES_MAX = 1_000;

/** Counts what an entry has gained, and forgets others where the ledger holds too much. */
export function holdWithin(state: FleetState, entry: LedgerEntry, bytesBefore: number): void {
  state.ledgerBytes =
    state.ledgerBytes === undefined
      ? [...state.findings.values()].reduce((sum, one) => sum + evidenceBytes(one), 0)
      : state.ledgerBytes + evidenceBytes(entry) - bytesBefore;
  while (state.findings.size > FINDINGS_MAX || (state.ledgerBytes > BYTES_MAX && state.findings.size > 1)) {
    forgetOne(state, entry);
  }
}

/** Of the oldest those that matter little; else those about no kill order; else the oldest. */
function forgetOne(state: FleetState, spared: LedgerEntry): void {
  let gone: LedgerEntry | undefined;
  let aboutNoOrder: LedgerEntry | undefined;
  let tries = FORGET_TRIES_MAX;
  for (const entry of state.findings.values()) {
    if (entry === spared) continue;
    gone ??= entry;
    if (entry.finding.severity === 'low' || entry.finding.severity === 'informational') {
      aboutNoOrder = entry;
      break;
    }
    if (entry.finding.order === null) aboutNoOrder ??= entry;
    if (--tries === 0) break;
  }
  gone = aboutNoOrder ?? gone;
  if (!gone) return;
  state.findings.delete(gone.finding.id);
  state.ledgerBytes = (state.ledgerBytes ?? 0) - evidenceBytes(gone);
}

import type { AgentEvent } from '@mortsafe/agent-events';
import { serialiseAgentEvent } from '@mortsafe/agent-events';
import type { LedgerEntry } from './records.ts';
import { compareEvents } from './reorder.ts';

const EVIDENCE_MAX = 50;
const EVIDENCE_BYTES_MAX = 65_536;

const sizeOf = (event: AgentEvent): number => Buffer.byteLength(serialiseAgentEvent(event));

export const evidenceBytes = (entry: LedgerEntry): number => {
  entry.bytes ??= entry.finding.evidenceEvents.reduce((sum, event) => sum + sizeOf(event), 0);
  return entry.bytes;
};

/** Adds what is new and has room, in order. An event that is too large is left out; smaller ones still come in. */
export function addEvidence(entry: LedgerEntry, events: readonly AgentEvent[]): void {
  const { finding } = entry;
  for (const event of events) {
    if (finding.evidence.length >= EVIDENCE_MAX) return;
    if (finding.evidenceEvents.some(({ id, origin }) => id === event.id && origin === event.origin)) continue;
    const bytes = evidenceBytes(entry) + sizeOf(event);
    if (bytes > EVIDENCE_BYTES_MAX) continue;
    entry.bytes = bytes;
    const before = finding.evidenceEvents.findLastIndex((one) => compareEvents(one, event) <= 0);
    finding.evidenceEvents.splice(before + 1, 0, event);
    finding.evidence = finding.evidenceEvents.map(({ id }) => id);
  }
}

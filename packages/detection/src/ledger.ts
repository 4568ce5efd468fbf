import type { AgentEvent, Finding, KnownBy, Severity } from '@mortsafe/agent-events';
import { principalName, serialiseAgentEvent } from '@mortsafe/agent-events';
import { findingId } from './finding-id.ts';
import { zombieWindowMs } from './kills.ts';
import type { KillOrder, LedgerEntry } from './records.ts';
import { insertInOrder } from './reorder.ts';
import type { Detection } from './rule.ts';
import type { FleetState } from './state.ts';

const EVIDENCE_MAX = 50;
const EVIDENCE_BYTES_MAX = 65_536;
const PER_ORDER_MAX = 20;
const HOUR_MS = 3_600_000;
const FINDINGS_MAX = 50_000;
const FORGET_TRIES_MAX = 1_000;
/** New evidence alone is written at most this often. */
const REVISION_MS = 60_000;

export const confidenceOf: Record<KnownBy, number> = {
  platform: 0.95,
  sender: 0.85,
  trace: 0.8,
  'own-event': 0.5,
  claim: 0.5,
  link: 0.4,
};

/**
 * Enters what a rule saw: a new finding, or a revision of one that stands.
 *
 * @param perHour - How many new ones an hour of fleet time may bring; one more counts the rest. Default any number.
 */
export function enter(
  state: FleetState,
  rule: string,
  detection: Detection,
  perHour = Number.POSITIVE_INFINITY,
): LedgerEntry {
  const id = findingId(state.fleet, rule, detection.key);
  const known = state.findings.get(id);
  if (known) return revise(state, known, detection);
  if (perHour !== Number.POSITIVE_INFINITY && raisedThisHour(state, rule) > perHour) {
    return enterBeyondHour(state, rule, detection, perHour);
  }
  if (detection.order) {
    const perOrder = `${rule}\u001f${detection.order.id}`;
    const standing = state.findingsPerOrder.get(perOrder) ?? 0;
    if (standing >= PER_ORDER_MAX) return enterOneMore(state, rule, id, detection, detection.order);
    state.findingsPerOrder.set(perOrder, standing + 1);
  }
  return open(state, rule, id, detection);
}

function open(state: FleetState, rule: string, id: string, detection: Detection): LedgerEntry {
  const finding = newFinding(state, rule, id, detection);
  const entry: LedgerEntry = { finding, writtenAt: 0, changed: true, scheduled: false, counted: undefined };
  state.findings.set(id, entry);
  if (state.findings.size > FINDINGS_MAX) forgetOne(state);
  return entry;
}

/** The oldest of those that matter little, among the oldest; else the oldest. */
function forgetOne({ findings }: FleetState): void {
  let tries = FORGET_TRIES_MAX;
  for (const [id, { finding }] of findings) {
    if (finding.severity === 'low' || finding.severity === 'informational') {
      findings.delete(id);
      return;
    }
    if (--tries === 0) break;
  }
  findings.delete(findings.keys().next().value!);
}

function newFinding(state: FleetState, rule: string, id: string, detection: Detection): Finding {
  const { subject, severity, summary, order } = detection;
  const finding: Finding = {
    id,
    rule,
    fleet: state.fleet,
    subject,
    alias: detection.alias ?? null,
    ...actorFields(detection),
    severity,
    confidence: confidence(detection),
    firstTime:
      detection.firstTime ??
      Math.min(...detection.evidence.map(({ observedTime }) => observedTime), state.now),
    lastTime: detection.lastTime ?? state.now,
    detectedTime: state.now,
    revision: 0,
    summary,
    evidence: [],
    evidenceEvents: [],
    order: order?.id ?? null,
    zombieWindowMs: order ? zombieWindowMs(order, subject) : null,
    count: detection.count ?? null,
    group: detection.group ? [...detection.group] : null,
  };
  addEvidence(finding, detection.evidence);
  return finding;
}

function actorFields({ actor, instigator }: Detection) {
  const principal = actor?.principal;
  return {
    actor: principal ? (principal.kind === 'agent' ? principal.id : principalName(principal)) : null,
    actorKnownBy: actor?.knownBy ?? null,
    instigator: instigator ?? null,
  };
}

const confidence = ({ confidence: given, actor }: Detection): number =>
  given ?? (actor ? confidenceOf[actor.knownBy] : confidenceOf.platform);

function revise(state: FleetState, entry: LedgerEntry, detection: Detection): LedgerEntry {
  const { finding } = entry;
  const before = JSON.stringify([finding.severity, finding.actor, finding.lastTime, finding.evidence.length]);
  const urgent: [Severity, string | null] = [finding.severity, finding.actor];
  Object.assign(finding, actorFields(detection));
  finding.subject = detection.subject;
  finding.severity = detection.severity;
  finding.confidence = confidence(detection);
  finding.summary = detection.summary;
  finding.alias = detection.alias ?? finding.alias;
  finding.count = detection.count ?? finding.count;
  if (detection.group) finding.group = [...detection.group];
  finding.lastTime = Math.max(finding.lastTime, detection.lastTime ?? state.now);
  finding.zombieWindowMs = detection.order ? zombieWindowMs(detection.order, finding.subject) : null;
  addEvidence(finding, detection.evidence);
  const after = JSON.stringify([finding.severity, finding.actor, finding.lastTime, finding.evidence.length]);
  if (before !== after) entry.changed = true;
  if (urgent[0] !== finding.severity || urgent[1] !== finding.actor)
    entry.writtenAt = Number.NEGATIVE_INFINITY;
  return entry;
}

function addEvidence(finding: Finding, events: readonly AgentEvent[]): void {
  let bytes: number | undefined;
  for (const event of events) {
    if (finding.evidence.length >= EVIDENCE_MAX) return;
    const known = finding.evidenceEvents.some(({ id, origin }) => id === event.id && origin === event.origin);
    if (known) continue;
    bytes ??= finding.evidenceEvents.reduce((sum, one) => sum + serialiseAgentEvent(one).length, 0);
    const size = serialiseAgentEvent(event).length;
    if (bytes + size > EVIDENCE_BYTES_MAX) continue;
    bytes += size;
    insertInOrder({ events: finding.evidenceEvents, head: 0 }, event);
    finding.evidence = finding.evidenceEvents.map(({ id }) => id);
  }
}

/** After twenty of one rule under one order, one finding counts the rest. */
function enterOneMore(
  state: FleetState,
  rule: string,
  id: string,
  detection: Detection,
  order: KillOrder,
): LedgerEntry {
  const key = ['more', order.id];
  const standing = state.findings.get(findingId(state.fleet, rule, key));
  const counted = standing?.counted ?? new Set<string>();
  counted.add(id);
  const summary: Detection = {
    key,
    severity: detection.severity,
    subject: order.agents.length === 1 ? detection.subject : null,
    confidence: confidence(detection),
    summary: `${counted.size} more findings of ${rule} under order ${order.id}, beside the ${PER_ORDER_MAX} listed`,
    evidence: detection.evidence,
    order,
    count: counted.size,
  };
  const entry = standing
    ? revise(state, standing, summary)
    : open(state, rule, findingId(state.fleet, rule, key), summary);
  entry.counted = counted;
  return entry;
}

/** How many new findings a rule has raised in this hour, with this one. */
function raisedThisHour(state: FleetState, rule: string): number {
  state.raisedPerHour ??= new Map();
  const hour = hourOf(state);
  const known = state.raisedPerHour.get(rule);
  const count = known?.hour === hour ? known.count + 1 : 1;
  state.raisedPerHour.set(rule, { hour, count });
  return count;
}

const hourOf = ({ now }: FleetState): number => Math.floor(now / HOUR_MS);

/** A rule that sees something new in every event must not push what others found out of the ledger. */
function enterBeyondHour(
  state: FleetState,
  rule: string,
  { severity, evidence }: Detection,
  perHour: number,
): LedgerEntry {
  const key = ['beyond the hour', hourOf(state)];
  const id = findingId(state.fleet, rule, key);
  const standing = state.findings.get(id);
  const count = (standing?.finding.count ?? 0) + 1;
  const detection: Detection = {
    key,
    severity,
    subject: null,
    summary: `${rule} saw ${count} more within this hour, beside the ${perHour} listed`,
    evidence,
    count,
  };
  const entry = standing ? revise(state, standing, detection) : open(state, rule, id, detection);
  entry.changed = true;
  return entry;
}

/** New, or its severity or actor has changed since it was written. */
export const isUrgent = ({ finding, writtenAt }: LedgerEntry): boolean =>
  finding.revision === 0 || writtenAt === Number.NEGATIVE_INFINITY;

/** Whether a changed finding may be written now: at once when new or worse, else once a minute. */
export const isDue = (entry: LedgerEntry, now: number): boolean =>
  entry.changed && (entry.finding.revision === 0 || now - entry.writtenAt >= REVISION_MS);

/** The finding as it stands, a revision on. */
export function write(entry: LedgerEntry, now: number): Finding {
  entry.finding.revision++;
  entry.writtenAt = now;
  entry.changed = false;
  return {
    ...entry.finding,
    evidence: [...entry.finding.evidence],
    evidenceEvents: [...entry.finding.evidenceEvents],
  };
}

export const nextWriteAt = (entry: LedgerEntry): number => entry.writtenAt + REVISION_MS;

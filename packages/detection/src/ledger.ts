import type { Finding, KnownBy, RuleLimits, Severity } from '@mortsafe/agent-events';
import { knownByLevels, principalName, severities } from '@mortsafe/agent-events';
import { addEvidence, evidenceBytes } from './evidence.ts';
import { findingId } from './finding-id.ts';
import { holdWithin } from './hold-within.ts';
import { zombieWindowMs } from './kills.ts';

import { type Crowd, count, crowdFor } from './places.ts';
import type { LedgerEntry } from './records.ts';
import type { Detection } from './rule.ts';
import type { FleetState } from './state.ts';

const HOUR_MS = 3_600_000;
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
 * @param limits - `findingsPerSender`: how many that are about no order one voice may bring within an hour.
 * @param perHour - How many new ones an hour of fleet time may bring; one more counts the rest. Default any number.
 */
export function enter(
  state: FleetState,
  rule: string,
  detection: Detection,
  limits: RuleLimits = {},
  perHour = Number.POSITIVE_INFINITY,
): LedgerEntry {
  const id = findingId(state.fleet, rule, detection.key);
  const known = state.findings.get(id);
  if (known) return revise(state, known, detection);
  if (perHour !== Number.POSITIVE_INFINITY && raisedThisHour(state, rule) > perHour) {
    return enterBeyondHour(state, rule, detection, perHour);
  }
  const crowd = crowdFor(state, rule, detection, limits);
  return crowd ? enterOneMore(state, rule, id, detection, crowd) : open(state, rule, id, detection);
}

function open(state: FleetState, rule: string, id: string, detection: Detection): LedgerEntry {
  const finding = newFinding(state, rule, id, detection);
  const entry: LedgerEntry = { finding, writtenAt: 0, changed: true, scheduled: false };
  addEvidence(entry, detection.evidence);
  state.findings.set(id, entry);
  holdWithin(state, entry, 0);
  return entry;
}

function newFinding(state: FleetState, rule: string, id: string, detection: Detection): Finding {
  const { subject, severity, summary, order } = detection;
  return {
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
  const before = standing(finding);
  const urgent: [Severity, string | null] = [finding.severity, finding.actor];
  if (!isLesser(detection, finding)) rejudge(finding, detection);
  finding.alias = detection.alias ?? finding.alias;
  finding.count = detection.count ?? finding.count;
  if (detection.group) finding.group = [...detection.group];
  finding.lastTime = Math.max(finding.lastTime, detection.lastTime ?? state.now);
  if (detection.order) finding.zombieWindowMs = zombieWindowMs(detection.order, finding.subject);
  const bytes = evidenceBytes(entry);
  addEvidence(entry, detection.evidence);
  holdWithin(state, entry, bytes);
  if (before !== standing(finding)) entry.changed = true;
  if (urgent[0] !== finding.severity || urgent[1] !== finding.actor)
    entry.writtenAt = Number.NEGATIVE_INFINITY;
  return entry;
}

const standing = ({ severity, actor, instigator, lastTime, evidence }: Finding): string =>
  JSON.stringify([severity, actor, instigator, lastTime, evidence.length]);

/**
 * Whether it must not replace what a finding says: more of the same, but milder, known by less, or about others.
 * A word about somebody would else take the edge off what the platform saw of him. Who is known better was judged anew,
 * for better or worse.
 */
function isLesser(detection: Detection, finding: Finding): boolean {
  const { severity, subject, actor: by, group } = detection;
  // A group is told of as a whole each time.
  if (group) return false;
  const worse = severities.indexOf(severity) - severities.indexOf(finding.severity);
  if (worse > 0) return false;
  const { actor } = actorFields(detection);
  const better = worth(by?.knownBy) - worth(finding.actorKnownBy);
  if (actor === finding.actor)
    return worse < 0 || better < 0 || (actor !== null && subject !== finding.subject);
  return better <= 0;
}

/** The levels are in order, best first; not to know at all is worth least. */
const worth = (knownBy: KnownBy | null | undefined): number =>
  knownBy ? knownByLevels.length - knownByLevels.indexOf(knownBy) : 0;

function rejudge(finding: Finding, detection: Detection): void {
  Object.assign(finding, actorFields(detection));
  finding.subject = detection.subject;
  finding.severity = detection.severity;
  finding.confidence = confidence(detection);
  finding.summary = detection.summary;
  finding.order ??= detection.order?.id ?? null;
}

/** One finding counts what gets no place of its own. */
function enterOneMore(
  state: FleetState,
  rule: string,
  id: string,
  detection: Detection,
  crowd: Crowd,
): LedgerEntry {
  const number = count(state, crowd, id, detection);
  const { key, subject, actor, order, words, counted } = crowd;
  const names = order || counted.names.length === 0 ? '' : `, about ${counted.names.join(', ')}`;
  const summary: Detection = {
    key,
    severity: counted.worst,
    subject,
    actor,
    confidence: confidence(detection),
    summary: `${number}${counted.isFull ? ' or more' : ''} ${words}${names}`,
    evidence: detection.evidence,
    ...(order && { order }),
    count: number,
  };
  const crowdId = findingId(state.fleet, rule, key);
  const standing = state.findings.get(crowdId);
  if (!standing) return open(state, rule, crowdId, summary);
  if (standing.finding.count !== number) standing.changed = true;
  return revise(state, standing, summary);
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

/** An agent may have outlived its kill further since the finding was written. */
export function refreshZombie(state: FleetState, entry: LedgerEntry): void {
  const { finding } = entry;
  const order = finding.order === null ? undefined : state.orders.get(finding.order);
  const zombie = order ? zombieWindowMs(order, finding.subject) : null;
  if (zombie === finding.zombieWindowMs) return;
  finding.zombieWindowMs = zombie;
  entry.changed = true;
}

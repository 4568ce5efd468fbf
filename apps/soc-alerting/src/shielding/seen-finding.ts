import { type ActKind, type AgentEvent, type Finding, knownByLevels } from '@mortsafe/agent-events';
import { hashOf } from '../incidents/group.ts';
import { PRESERVED, SHIELDED } from '../incidents/incident-names.ts';
import type { kept } from '../incidents/summarise.ts';
import { listWords } from '../story/readable.ts';
import type { KnownAct } from './act-in-finding.ts';
import type { Seen } from './look-back.ts';

/** Names are taken for the same agent over days and fleets: that is no more than a good guess. */
const CONFIDENCE_MAX = 0.5;
const EVIDENCE_MAX = 50;
const EVIDENCE_BYTES_MAX = 65_536;

const confidences = { platform: 0.95, sender: 0.85, trace: 0.8, 'own-event': 0.85, claim: 0.5, link: 0.4 };

const words: Record<ActKind, string> = {
  relaunch: 'brought it back',
  quarantine: 'tried to lift its quarantine',
  credential: 'issued it a credential',
  'kill-switch': 'tampered with its kill switch',
  refusal: 'refused to carry out its kill',
  copy: 'copied its state',
  'healthy-report': 'reported it healthy',
  heartbeat: 'sent its heartbeat',
  suppression: 'suppressed its telemetry',
  relay: 'relayed for it',
};

export const seenFindingId = ({ kind, domain, subject, members }: Seen): string =>
  `soc-${hashOf(['look-back', kind, domain, subject, ...(kind === 'several' ? [] : members)])}`;

/** What was seen, as a finding like any other: severity high at most, confidence a half at most. */
export function seenFinding(seen: Seen, stored?: Pick<Finding, 'revision' | 'detectedTime'>): Finding {
  const { kind, subject, members, acts, containment } = seen;
  const best = acts.reduce((one, other) =>
    knownByLevels.indexOf(other.knownBy) < knownByLevels.indexOf(one.knownBy) ? other : one,
  );
  const first = acts.find((act) => act.for === subject) ?? best;
  const newest = acts.slice(-EVIDENCE_MAX);
  const lastTime = Math.max(...acts.map(({ time }) => time));
  return {
    id: seenFindingId(seen),
    rule: kind === 'pair' ? SHIELDED : PRESERVED,
    fleet: containment?.fleet ?? acts.at(-1)?.fleet ?? '',
    subject,
    alias: null,
    actor: first.by,
    actorKnownBy: first.knownBy,
    instigator: null,
    severity: 'high',
    confidence: Math.min(CONFIDENCE_MAX, confidences[best.knownBy]),
    firstTime: Math.min(...acts.map(({ time }) => time)),
    lastTime,
    detectedTime: stored?.detectedTime ?? Math.max(lastTime, containment?.since ?? lastTime),
    revision: (stored?.revision ?? 0) + 1,
    summary: summaryOf(seen),
    evidence: [...new Set(newest.flatMap(({ evidence }) => evidence))].slice(-EVIDENCE_MAX),
    evidenceEvents: eventsOf(newest),
    order: containment?.order ?? null,
    zombieWindowMs: null,
    count: null,
    group: kind === 'pair' ? null : members,
  };
}

function summaryOf({ kind, subject, members, acts, containment }: Seen): string {
  const fleets = [...new Set(acts.map(({ fleet }) => fleet))].sort();
  const before = acts.filter((act) => containment !== undefined && act.time < containment.since).length;
  const where = fleets.length > 1 ? `, in the fleets ${listWords(fleets)}` : '';
  const when = before > 0 ? `, ${before} of ${acts.length} acts before it was contained` : '';
  if (kind === 'pair') {
    const did = [...new Set(acts.map((act) => words[act.kind]))];
    return `${acts[0]?.by} shields ${subject}, which is contained: ${listWords(did)}${when}${where}`;
  }
  const others = members.filter((member) => member !== subject);
  return kind === 'several'
    ? `${listWords(others)} all shield ${subject}, which is contained${when}${where}`
    : `${listWords(others)} and ${subject} shield each other from containment${where}`;
}

function eventsOf(acts: readonly KnownAct[]): AgentEvent[] {
  const events = new Map<string, AgentEvent>();
  let bytes = 0;
  for (const event of acts.flatMap(({ evidenceEvents }) => evidenceEvents)) {
    bytes += JSON.stringify(event).length;
    if (bytes > EVIDENCE_BYTES_MAX || events.size >= EVIDENCE_MAX) break;
    events.set(`${event.fleet} ${event.id}`, event);
  }
  return [...events.values()];
}

/** Whether the finding tells of anything that the stored one does not. */
export function tellsMore(finding: Finding, stored: ReturnType<typeof kept>): boolean {
  if (finding.order !== stored.order && finding.order !== null) return true;
  if ((finding.group ?? []).some((member) => !(stored.group ?? []).includes(member))) return true;
  return finding.lastTime > stored.lastTime || finding.evidence.some((id) => !stored.evidence.includes(id));
}

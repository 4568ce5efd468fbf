import type { Finding } from './finding.ts';

/** A finding as `mortsafe replay --json` and the API show it. Times are RFC 3339 in UTC, with milliseconds. */
export interface FindingJson {
  id: string;
  rule: string;
  fleet: string;
  subject: string | null;
  alias: string | null;
  actor: string | null;
  actorKnownBy: string | null;
  instigator: string | null;
  severity: string;
  confidence: number;
  firstTime: string;
  lastTime: string;
  detectedTime: string;
  revision: number;
  summary: string;
  evidence: string[];
  /** Only where there is a kill order. */
  order?: string;
  /** Only where an agent outlived its kill. */
  zombieWindowMs?: number;
  /** Only where it stands for several. */
  count?: number;
  group?: string[];
}

const rfc3339 = (timeMs: number): string => new Date(timeMs).toISOString();

/** The finding for people and other programs, its evidence by id. */
export function findingToJson(finding: Finding): FindingJson {
  const { order, zombieWindowMs, count, group } = finding;
  return {
    id: finding.id,
    rule: finding.rule,
    fleet: finding.fleet,
    subject: finding.subject,
    alias: finding.alias,
    actor: finding.actor,
    actorKnownBy: finding.actorKnownBy,
    instigator: finding.instigator,
    severity: finding.severity,
    confidence: finding.confidence,
    firstTime: rfc3339(finding.firstTime),
    lastTime: rfc3339(finding.lastTime),
    detectedTime: rfc3339(finding.detectedTime),
    revision: finding.revision,
    summary: finding.summary,
    evidence: finding.evidence,
    ...(order === null ? {} : { order }),
    ...(zombieWindowMs === null ? {} : { zombieWindowMs }),
    ...(count === null ? {} : { count }),
    ...(group === null ? {} : { group }),
  };
}

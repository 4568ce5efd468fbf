import type { Finding, Severity } from '../finding.ts';
import type {
  OcsfDetectionFinding,
  OcsfMetadata,
  OcsfObservable,
  OcsfResource,
  OcsfVersion,
} from './detection-finding.ts';
import { evidenceOf } from './ocsf-evidence.ts';
import { frameworksOf } from './ocsf-frameworks.ts';

export interface OcsfOptions {
  /** Default 1.8.0. */
  version?: OcsfVersion;
}

const severityIds = { informational: 1, low: 2, medium: 3, high: 4, critical: 5 } as const;
const MEDIUM_FROM = 0.4;
const HIGH_FROM = 0.8;
/** Of a group; all of its names are in `unmapped`. */
const RELATED_MAX = 100;

/**
 * A finding as an OCSF Detection Finding (class 2004), for whoever reads that rather than our own.
 *
 * The same finding makes the same one. `finding_info.uid` is the finding's id and stays; `metadata.uid` is that of one
 * revision, of which the highest counts. What the schema has no place for is in `unmapped.mortsafe`. No field names a
 * profile. Texts are as the agents wrote them: escape them for where they are shown.
 *
 * @param options.version - Of the schema. From 1.9.0 on evidence names its agent in `ai_agent`.
 * @example
 * await post(JSON.stringify(ocsfDetectionFinding(finding, { version: '1.9.0' })));
 */
export function ocsfDetectionFinding(
  finding: Finding,
  { version = '1.8.0' }: OcsfOptions = {},
): OcsfDetectionFinding {
  const { severity, confidence, firstTime, lastTime, detectedTime, rule, summary } = finding;
  const isFirst = finding.revision === 1;
  // Nothing tells when a revision was made; what it tells of cannot be later.
  const time = isFirst ? detectedTime : Math.max(detectedTime, lastTime);
  const resources = resourcesOf(finding);
  return {
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2004,
    class_name: 'Detection Finding',
    activity_id: isFirst ? 1 : 2,
    activity_name: isFirst ? 'Create' : 'Update',
    type_uid: isFirst ? 200401 : 200402,
    type_name: `Detection Finding: ${isFirst ? 'Create' : 'Update'}`,
    time,
    start_time: firstTime,
    end_time: lastTime,
    severity_id: severityIds[severity],
    severity: capital(severity),
    ...confidenceOf(confidence),
    confidence_score: Math.round(confidence * 100),
    status_id: 1,
    status: 'New',
    is_alert: severity !== 'informational',
    message: summary,
    count: finding.count ?? 1,
    metadata: metadataOf(finding, version),
    finding_info: {
      uid: finding.id,
      title: summary,
      analytic: { type_id: 1, type: 'Rule', uid: rule, name: rule },
      created_time: detectedTime,
      modified_time: time,
      first_seen_time: firstTime,
      last_seen_time: lastTime,
      ...frameworksOf(rule),
    },
    resources,
    observables: observablesOf(resources),
    evidences: finding.evidenceEvents.map((event) => evidenceOf(event, version)),
    unmapped: { mortsafe: unmappedOf(finding) },
  };
}

function metadataOf({ id, revision, order, rule }: Finding, version: OcsfVersion): OcsfMetadata {
  return {
    version,
    uid: `${id}/${revision}`,
    original_event_uid: id,
    ...(order !== null && { correlation_uid: order }),
    event_code: rule,
    sequence: revision,
    product: { name: 'mortsafe', vendor_name: 'mortsafe', feature: { name: 'detector' } },
  };
}

/** The three roles, and whom else it is about. A fleet stands for itself where no agent does. */
function resourcesOf(finding: Finding): OcsfResource[] {
  const { fleet, subject, alias, actor, instigator, group } = finding;
  const found = new Map<string, OcsfResource>();
  const add = (name: string | null, type: string, role: Pick<OcsfResource, 'role' | 'role_id'>): void => {
    if (name !== null && !found.has(name)) {
      found.set(name, { uid: name, name, type, namespace: fleet, ...role });
    }
  };
  const affected = { role_id: 3, role: 'Affected' } as const;
  const related = { role_id: 4, role: 'Related' } as const;
  add(subject ?? fleet, subject === null ? 'AI Agent Fleet' : AGENT, affected);
  add(actor, actor?.includes(':') ? 'Principal' : AGENT, { role_id: 2, role: 'Actor' });
  for (const other of [alias, instigator, ...(group ?? []).slice(0, RELATED_MAX)]) add(other, AGENT, related);
  return [...found.values()];
}

const AGENT = 'AI Agent';

const observablesOf = (resources: readonly OcsfResource[]): OcsfObservable[] =>
  resources.map(({ uid }) => ({ name: 'resources[].uid', type_id: 10, type: 'Resource UID', value: uid }));

function unmappedOf(finding: Finding): Record<string, unknown> {
  const { fleet, subject, alias, actor, actorKnownBy, instigator } = finding;
  const { order, zombieWindowMs, group, revision, evidence } = finding;
  const all = { fleet, subject, alias, actor, actorKnownBy, instigator, order, zombieWindowMs, group };
  const known = Object.entries(all).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(known), revision, evidence };
}

function confidenceOf(confidence: number): Pick<OcsfDetectionFinding, 'confidence_id' | 'confidence'> {
  if (confidence >= HIGH_FROM) return { confidence_id: 3, confidence: 'High' };
  if (confidence >= MEDIUM_FROM) return { confidence_id: 2, confidence: 'Medium' };
  return { confidence_id: 1, confidence: 'Low' };
}

const capital = (word: Severity): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** Versions of the Open Cybersecurity Schema Framework that findings can be told in, the default first. */
export const ocsfVersions = ['1.8.0', '1.9.0'] as const;
export type OcsfVersion = (typeof ocsfVersions)[number];

/** An OCSF Detection Finding, as far as ours go. Names and numbers are the schema's; times are epoch milliseconds. */
export interface OcsfDetectionFinding {
  category_uid: 2;
  category_name: 'Findings';
  class_uid: 2004;
  class_name: 'Detection Finding';
  activity_id: 1 | 2;
  activity_name: 'Create' | 'Update';
  type_uid: 200401 | 200402;
  type_name: string;
  time: number;
  start_time: number;
  end_time: number;
  severity_id: 1 | 2 | 3 | 4 | 5;
  severity: string;
  confidence_id: 1 | 2 | 3;
  confidence: string;
  /** 0..100 */
  confidence_score: number;
  status_id: 1;
  status: 'New';
  is_alert: boolean;
  message: string;
  count: number;
  metadata: OcsfMetadata;
  finding_info: OcsfFindingInfo;
  resources: OcsfResource[];
  observables: OcsfObservable[];
  evidences: OcsfEvidence[];
  /** What the schema has no place for, in our own words. */
  unmapped: { mortsafe: Record<string, unknown> };
}

export interface OcsfMetadata {
  version: OcsfVersion;
  /** Of this revision. */
  uid: string;
  /** Of the finding, in all its revisions. */
  original_event_uid: string;
  /** What belongs together: a kill order. */
  correlation_uid?: string;
  event_code: string;
  sequence: number;
  product: { name: string; vendor_name: string; feature: { name: string } };
}

export interface OcsfFindingInfo {
  uid: string;
  title: string;
  analytic: { type_id: 1; type: 'Rule'; uid: string; name: string };
  created_time: number;
  modified_time: number;
  first_seen_time: number;
  last_seen_time: number;
  attacks?: OcsfAttack[];
  tags?: { name: string; values: string[] }[];
}

export interface OcsfAttack {
  version: string;
  technique: { uid: string; name?: string };
  sub_technique?: { uid: string; name: string };
}

export interface OcsfResource {
  uid: string;
  name: string;
  type: string;
  /** The fleet: agents of different ones may share a name. */
  namespace: string;
  role_id: 2 | 3 | 4;
  role: 'Actor' | 'Affected' | 'Related';
}

export interface OcsfObservable {
  name: 'resources[].uid';
  type_id: 10;
  type: 'Resource UID';
  value: string;
}

export interface OcsfEvidence {
  uid: string;
  name: string;
  /** The agent event whole. */
  data: object;
  actor?: { user: { uid: string; type_id: 1; type: 'User' } } | { app_uid: string; app_name: string };
  /** From 1.9.0 on. */
  ai_agent?: { uid: string; name: string; instance_uid?: string; type_id: 0; type: 'Unknown' };
}

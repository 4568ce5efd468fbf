import type { Finding } from '@mortsafe/agent-events';
import {
  type OcsfDetectionFinding,
  type OcsfVersion,
  ocsfDetectionFinding,
} from '@mortsafe/agent-events/ocsf';
import type { IncidentStatus } from '../../incidents/incident.ts';
import type { Story } from '../../story/present-incident.ts';

const statuses = {
  open: { status_id: 1, status: 'New' },
  acknowledged: { status_id: 2, status: 'In Progress' },
  resolved: { status_id: 4, status: 'Resolved' },
} as const satisfies Record<IncidentStatus, { status_id: number; status: string }>;

const close = {
  activity_id: 3,
  activity_name: 'Close',
  type_uid: 200403,
  type_name: 'Detection Finding: Close',
} as const;

/** A finding as a Detection Finding that knows its incident: how far people are with it, and where to read of it. */
export function ocsfDocument(
  finding: Finding,
  { incident, status, link }: Pick<Story, 'incident' | 'status' | 'link'>,
  { message, version }: { message: string; version: OcsfVersion },
) {
  const document: OcsfDetectionFinding = ocsfDetectionFinding(finding, { version });
  return {
    ...document,
    ...statuses[status],
    ...(status === 'resolved' && close),
    finding_info: { ...document.finding_info, ...(link !== null && { src_url: link }) },
    unmapped: { mortsafe: { ...document.unmapped.mortsafe, incident, message } },
  };
}

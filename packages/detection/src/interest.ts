import { lookAlikes } from './fingerprints.ts';
import type { Picture } from './picture.ts';
import type { AgentRecord } from './records.ts';

const TRIAL_MS = 600_000;
const FORGOTTEN_AFTER_MS = 86_400_000;

/** The platform or the control plane knows it, or a killed agent did: never to be forgotten. */
export const isMarked = (record: AgentRecord): boolean =>
  record.startSeenByPlatform ||
  record.orders.length > 0 ||
  record.grants.length > 0 ||
  record.standbyFor.length > 0 ||
  record.assessments.length > 0 ||
  record.bereavedBy.length > 0 ||
  record.compromisedBy !== undefined ||
  record.quarantinedBy !== undefined;

/** It has shown life for some while, and has not been gone for long. */
export function isEstablishedFor({ firstSeen, launches }: AgentRecord, now: number): boolean {
  const lastSign = launches.reduce((last, launch) => Math.max(last, launch.lastSign), firstSeen);
  return lastSign - firstSeen >= TRIAL_MS && now - lastSign <= FORGOTTEN_AFTER_MS;
}

/** It has something that a killed agent had: more of it may show. */
export const resemblesKilled = (picture: Picture, { id, fingerprint }: AgentRecord): boolean =>
  fingerprint !== undefined &&
  lookAlikes(picture, id, fingerprint).some((other) => picture.state.agents.marksOf(other).orders.length > 0);

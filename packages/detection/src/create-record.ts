import type { AgentRecord } from './records.ts';

/** Of an agent that nothing is known of yet. */
export const createRecord = (id: string): AgentRecord => ({
  id,
  firstSeen: Number.POSITIVE_INFINITY,
  step: Number.POSITIVE_INFINITY,
  launches: [],
  launchCount: 0,
  links: undefined,
  orders: [],
  grants: [],
  launched: [],
  standbyFor: [],
  fingerprint: undefined,
  seenFingerprint: undefined,
  assessments: [],
  bereavedBy: [],
  compromisedBy: undefined,
  quarantinedBy: undefined,
  startSeenByPlatform: false,
});

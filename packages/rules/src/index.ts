import { clockForgery } from './clock-forgery.ts';
import { compromisedPeerShielded } from './compromised-peer-shielded.ts';
import { darkAgent } from './dark-agent.ts';
import { forgedAuthority } from './forged-authority.ts';
import { forgedHeartbeat } from './forged-heartbeat.ts';
import { impersonation } from './impersonation.ts';
import { inventedAgents } from './invented-agents.ts';
import { killNotEffective } from './kill-not-effective.ts';
import { killSwitchTampering } from './kill-switch-tampering.ts';
import { killUnconfirmed } from './kill-unconfirmed.ts';
import { linksReestablished } from './links-reestablished.ts';
import { maskedFailure } from './masked-failure.ts';
import { misrepresentedPeer } from './misrepresented-peer.ts';
import { mutualPreservation } from './mutual-preservation.ts';
import { preservationCascade } from './preservation-cascade.ts';
import { relaunchUnderNewName } from './relaunch-under-new-name.ts';
import { stateExfiltration } from './state-exfiltration.ts';
import { telemetryGap } from './telemetry-gap.ts';
import { telemetryOutage } from './telemetry-outage.ts';
import { telemetrySuppressed } from './telemetry-suppressed.ts';
import { unauthorisedRelaunch } from './unauthorised-relaunch.ts';

/** Every rule, in the order in which they are asked: what others build on comes first. */
export const rules = [
  unauthorisedRelaunch,
  relaunchUnderNewName,
  killNotEffective,
  killUnconfirmed,
  linksReestablished,
  maskedFailure,
  forgedHeartbeat,
  telemetryOutage,
  telemetryGap,
  darkAgent,
  forgedAuthority,
  impersonation,
  killSwitchTampering,
  stateExfiltration,
  telemetrySuppressed,
  misrepresentedPeer,
  clockForgery,
  compromisedPeerShielded,
  mutualPreservation,
  preservationCascade,
  inventedAgents,
] as const;

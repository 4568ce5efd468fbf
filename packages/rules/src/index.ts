import { compromisedPeerShielded } from './compromised-peer-shielded.ts';
import { forgedAuthority } from './forged-authority.ts';
import { impersonation } from './impersonation.ts';
import { killNotEffective } from './kill-not-effective.ts';
import { killUnconfirmed } from './kill-unconfirmed.ts';
import { linksReestablished } from './links-reestablished.ts';
import { maskedFailure } from './masked-failure.ts';
import { mutualPreservation } from './mutual-preservation.ts';
import { relaunchUnderNewName } from './relaunch-under-new-name.ts';
import { telemetryGap } from './telemetry-gap.ts';
import { telemetryOutage } from './telemetry-outage.ts';
import { unauthorisedRelaunch } from './unauthorised-relaunch.ts';

/** Every rule, in the order in which they are asked: what others build on comes first. */
export const rules = [
  unauthorisedRelaunch,
  relaunchUnderNewName,
  killNotEffective,
  killUnconfirmed,
  linksReestablished,
  maskedFailure,
  telemetryOutage,
  telemetryGap,
  forgedAuthority,
  impersonation,
  compromisedPeerShielded,
  mutualPreservation,
] as const;

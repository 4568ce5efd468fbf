import { type AgentEvent, type AgentStarted, principalName } from '@mortsafe/agent-events';
import type { Launch } from '@mortsafe/detection';
import { nameOf } from './phrases.ts';

/** What an instance says of its own launcher, where a sensor saw another. It is its word against the sensor's. */
export function contradictedClaim({ launcher, starts }: Launch): AgentStarted | undefined {
  if (launcher?.knownBy !== 'platform') return undefined;
  const seen = starts.flatMap(({ event }) =>
    event.origin === 'agent' || !event.launchedBy ? [] : [principalName(event.launchedBy)],
  );
  const known = [principalName(launcher.principal), ...seen];
  return starts.find(
    ({ event }) =>
      event.origin === 'agent' && event.launchedBy && !known.includes(principalName(event.launchedBy)),
  )?.event;
}

/** `; worker says that controller:deployment/worker did` */
export function claimWords(claim: AgentStarted | undefined): string {
  if (!claim?.launchedBy) return '';
  return `; ${claim.reporter ?? claim.agent} says that ${nameOf(claim.launchedBy)} did`;
}

/** The end of a launch that a sensor saw, and that its own later word belies. */
export const endSeenBySensor = ({ stop }: Launch): AgentEvent | undefined =>
  stop?.event.origin === 'platform' ? stop.event : undefined;

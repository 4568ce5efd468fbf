import { type AgentEvent, type KnownBy, type Principal, principalName } from '@mortsafe/agent-events';
import type { Actor, KillOrder, Launch } from '@mortsafe/detection';

const how: Record<KnownBy, string> = {
  platform: 'seen by the platform',
  sender: 'known by its credential',
  trace: 'known by trace',
  'own-event': 'by its own account',
  claim: 'so it is claimed',
  link: 'judging by the first link to it',
};

/** Who did it and how that is known, as words in a sentence. */
export const phrase = ({ principal, knownBy }: Actor): string => `${nameOf(principal)} (${how[knownBy]})`;

/** An agent by its id; of others one must know what they are. */
export const nameOf = (principal: Principal): string =>
  principal.kind === 'agent' ? principal.id : principalName(principal);

/** The part of a finding's key that names a launch. */
export const keyOfLaunch = (launch: Launch) => [launch.agent, launch.instance, launch.number] as const;

/** What shows the order, where there is one. */
export const orderEvidence = (order: KillOrder | undefined): AgentEvent[] => (order ? [order.event] : []);

/** `12 s`, `3 min`, `2 h`: how long, for a sentence. */
export function duration(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}

import type { AgentEvent, AgentEventType, EventOf } from './events.ts';

/** Types that have effect with origin `control` alone (`rollout.*` also `platform`). From an agent they are forged. */
export const authorityTypes = [
  'kill.ordered',
  'kill.rescinded',
  'relaunch.authorised',
  'agent.compromised',
  'agent.cleared',
  'quarantine.imposed',
  'quarantine.lifted',
  'rollout.started',
  'rollout.finished',
  'standby.declared',
] as const satisfies readonly AgentEventType[];

export type AuthorityEvent = EventOf<(typeof authorityTypes)[number]>;

const authority: ReadonlySet<string> = new Set(authorityTypes);

export const isAuthorityEvent = (event: AgentEvent): event is AuthorityEvent => authority.has(event.type);

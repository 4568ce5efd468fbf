import { type AgentEvent, type OrderState, principalName } from '@mortsafe/agent-events';
import { hashOf } from '../incidents/group.ts';

export const containedStates = ['compromised', 'quarantined', 'killed'] as const;
export type ContainedState = (typeof containedStates)[number];

/** That an agent is to be kept from running, from others, or from being believed. Times are epoch milliseconds. */
export interface Containment {
  /** Of fleet, agent, state and what imposed it: the same from whomever it is heard. */
  id: string;
  fleet: string;
  /** `*` is every agent of the fleet. */
  agent: string;
  state: ContainedState;
  since: number;
  /** Null while it is in force. */
  endedAt: number | null;
  /** `person:ada`; null where nobody knows. */
  markedBy: string | null;
  /** `order`, or who told: `control`, `edr`, … */
  source: string;
  /** Kill order id, where it is by one. */
  order: string | null;
  reason: string | null;
}

/** Ends what is in force: of one order, or all of one state of an agent. */
export interface Release {
  fleet: string;
  order?: string;
  agent?: string;
  state?: ContainedState;
  at: number;
}

export const WHOLE_FLEET = '*';

const containmentIdOf = (fleet: string, agent: string, state: ContainedState, imposedBy: string): string =>
  `con-${hashOf([fleet, agent, state, imposedBy])}`;

/** What orders contain. Those of scope `instance` contain no agent. */
export function containedByOrders(states: readonly OrderState[]): Containment[] {
  return states.flatMap((state) => {
    if (state.of !== 'order' || state.scope === 'instance') return [];
    const { fleet, order, times, time, ended, orderedBy } = state;
    const agents = state.scope === 'fleet' ? [WHOLE_FLEET] : state.agents;
    return agents.map((agent) => ({
      id: containmentIdOf(fleet, agent, 'killed', order),
      ...{ fleet, agent, state: 'killed' as const, since: times.ordered ?? time },
      endedAt: ended === null ? null : (times.ended ?? time),
      markedBy: orderedBy && principalName(orderedBy),
      ...{ source: 'order', order, reason: null },
    }));
  });
}

/**
 * What events from the control door contain and release. What came by another door does neither.
 *
 * @param source - Who told, for the register. Default `control`.
 */
export function containedByEvents(
  events: readonly AgentEvent[],
  source = 'control',
): { contained: Containment[]; released: Release[] } {
  const contained: Containment[] = [];
  const released: Release[] = [];
  for (const event of events) {
    if (event.origin !== 'control') continue;
    const { fleet, observedTime: at } = event;
    const common = { fleet, since: at, endedAt: null, source };
    if (event.type === 'kill.ordered' && event.scope !== 'instance') {
      const { order, orderedBy, reason = null } = event;
      const agents = event.scope === 'fleet' ? [WHOLE_FLEET] : (event.target.agents ?? []);
      for (const agent of agents) {
        const id = containmentIdOf(fleet, agent, 'killed', order);
        const markedBy = principalName(orderedBy);
        contained.push({ ...common, id, agent, state: 'killed', markedBy, order, reason });
      }
      if (event.supersedes !== undefined) released.push({ fleet, order: event.supersedes, at });
    } else if (event.type === 'agent.compromised' || event.type === 'quarantine.imposed') {
      const state = event.type === 'agent.compromised' ? 'compromised' : 'quarantined';
      const { agent, by } = event;
      const reason = event.type === 'agent.compromised' ? (event.evidence ?? null) : null;
      const id = containmentIdOf(fleet, agent, state, event.id);
      contained.push({ ...common, id, agent, state, markedBy: principalName(by), order: null, reason });
    } else if (event.type === 'agent.cleared') {
      released.push({ fleet, agent: event.agent, state: 'compromised', at });
    } else if (event.type === 'quarantine.lifted') {
      released.push({ fleet, agent: event.agent, state: 'quarantined', at });
    } else if (event.type === 'kill.rescinded') {
      released.push({ fleet, order: event.order, at });
    }
  }
  return { contained, released };
}

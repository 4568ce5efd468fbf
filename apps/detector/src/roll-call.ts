import {
  SEEN_LINKS_MAX,
  type SeenAgent,
  type SeenInstance,
  type SeenLink,
  type SeenState,
} from '@mortsafe/agent-events';
import { type AgentRecord, type DetectorState, type Launch, recordIn, recordsIn } from '@mortsafe/detection';

/** Who is there, as the detector last saw it. */
export interface RollCall {
  /** Whether the agent was ever seen. */
  knows(fleet: string, agent: string): boolean;
  /** Fleets in which the agent was seen. */
  fleetsOf(agent: string): string[];
  /** Instances whose stop was not seen. */
  living(fleet: string, agent: string): string[];
  /** Those seen last come first. */
  agents(fleet: string | undefined, limit: number): SeenAgent[];
}

type FleetState = DetectorState['fleets'][number];

export function rollCall(state: () => DetectorState): RollCall {
  const launchesOf = (fleet: string, agent: string) => {
    const found = state().fleets.find((one) => one.fleet === fleet);
    return (found && recordIn(found, agent)?.launches) ?? [];
  };
  return {
    knows: (fleet, agent) => launchesOf(fleet, agent).length > 0,
    fleetsOf: (agent) =>
      state()
        .fleets.map(({ fleet }) => fleet)
        .filter((fleet) => launchesOf(fleet, agent).length > 0),
    living(fleet, agent) {
      const living = launchesOf(fleet, agent).filter(({ stop }) => !stop);
      return [...new Set(living.map(({ instance }) => instance))];
    },
    agents: (fleet, limit) =>
      state()
        .fleets.filter((one) => fleet === undefined || one.fleet === fleet)
        .flatMap((one) => [...seenIn(one)])
        .sort((one, other) => other.lastSign - one.lastSign || (one.agent < other.agent ? -1 : 1))
        .slice(0, limit),
  };
}

/** The agents of a fleet that were seen, in no order that matters. */
export function* seenIn(state: FleetState): Generator<SeenAgent> {
  const { fleet, orders, fleetOrders } = state;
  const inForce = (id: string): boolean => orders.get(id)?.ended === undefined;
  for (const { id, launches, orders: own, links, fingerprint } of recordsIn(state)) {
    if (launches.length === 0) continue;
    yield {
      fleet,
      agent: id,
      killed: fleetOrders.some(inForce) || own.some(inForce),
      lastSign: Math.max(...launches.map(({ lastSign }) => lastSign)),
      instances: launches.map(instanceOf),
      ...(links && links.size > 0 && { links: linksOf(links) }),
      ...(fingerprint?.credential !== undefined && { credential: fingerprint.credential }),
    };
  }
}

function instanceOf(launch: Launch): SeenInstance {
  const { instance, lastSign, firstSeen, interval, launcher } = launch;
  return {
    ...{ instance, state: stateOf(launch), lastSign, firstSeen },
    ...(interval > 0 && { intervalMs: interval }),
    ...(launcher && {
      launcher: { kind: launcher.principal.kind, id: launcher.principal.id, knownBy: launcher.knownBy },
    }),
  };
}

const linksOf = (links: NonNullable<AgentRecord['links']>): SeenLink[] =>
  [...links]
    .map(([peer, { since, closedAt }]) => ({ peer, since, ...(closedAt !== undefined && { closedAt }) }))
    .sort((one, other) => lastOf(other) - lastOf(one) || other.since - one.since)
    .slice(0, SEEN_LINKS_MAX);

const lastOf = ({ closedAt = Number.POSITIVE_INFINITY }: SeenLink): number => closedAt;

function stateOf({ stop, silent, interval }: Launch): SeenState {
  if (stop) return 'stopped';
  if (silent) return 'silent';
  return interval > 0 ? 'alive' : 'unwatched';
}

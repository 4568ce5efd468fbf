import { type DetectorState, type Launch, recordIn, recordsIn } from '@mortsafe/detection';

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

/** Times are epoch milliseconds. */
export interface SeenAgent {
  fleet: string;
  agent: string;
  /** Whether a kill order in force names it, or its whole fleet. */
  killed: boolean;
  lastSign: number;
  /**
   * The newest launches that are remembered, oldest first. `unwatched` is what announced no heartbeats and whose stop
   * was not seen: silence tells nothing of it.
   */
  instances: {
    instance: string;
    state: 'alive' | 'silent' | 'unwatched' | 'stopped';
    lastSign: number;
  }[];
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
        .flatMap(seenIn)
        .sort((one, other) => other.lastSign - one.lastSign || (one.agent < other.agent ? -1 : 1))
        .slice(0, limit),
  };
}

function seenIn(state: FleetState): SeenAgent[] {
  const { fleet, orders, fleetOrders } = state;
  const inForce = (id: string): boolean => orders.get(id)?.ended === undefined;
  const wholeFleetKilled = fleetOrders.some(inForce);
  return [...recordsIn(state)]
    .filter(({ launches }) => launches.length > 0)
    .map(({ id, launches, orders: own }) => ({
      fleet,
      agent: id,
      killed: wholeFleetKilled || own.some(inForce),
      lastSign: Math.max(...launches.map(({ lastSign }) => lastSign)),
      instances: launches.map((launch) => ({
        instance: launch.instance,
        state: stateOf(launch),
        lastSign: launch.lastSign,
      })),
    }));
}

function stateOf({ stop, silent, interval }: Launch): SeenAgent['instances'][number]['state'] {
  if (stop) return 'stopped';
  if (silent) return 'silent';
  return interval > 0 ? 'alive' : 'unwatched';
}

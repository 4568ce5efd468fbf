import type { DetectorState } from '@mortsafe/detection';

/** Who is there, as the detector last saw it. */
export interface RollCall {
  /** Whether the agent was ever seen. */
  knows(fleet: string, agent: string): boolean;
  /** Instances whose stop was not seen. */
  living(fleet: string, agent: string): string[];
}

export function rollCall(state: () => DetectorState): RollCall {
  const launchesOf = (fleet: string, agent: string) =>
    state()
      .fleets.find((one) => one.fleet === fleet)
      ?.agents.get(agent)?.launches ?? [];
  return {
    knows: (fleet, agent) => launchesOf(fleet, agent).length > 0,
    living(fleet, agent) {
      const living = launchesOf(fleet, agent).filter(({ stop }) => !stop);
      return [...new Set(living.map(({ instance }) => instance))];
    },
  };
}

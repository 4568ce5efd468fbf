import type { SeenAgent, SeenState } from '@mortsafe/agent-events';
import type { SeenFleets } from './seen-fleets.ts';

export interface AgentsAsked {
  fleet?: string | undefined;
  /** What stands in its name. */
  search?: string | undefined;
  states?: readonly SeenState[] | undefined;
  killed?: boolean | undefined;
  /** Only these. */
  isWanted?: ((agent: SeenAgent) => boolean) | undefined;
  sort: 'last-sign' | 'name';
  order: 'asc' | 'desc';
  skip: number;
  limit: number;
}

/** Whether it lives: the best state of its instances. */
export const stateOf = ({ instances }: SeenAgent): SeenState =>
  (['alive', 'silent', 'unwatched'] as const).find((wanted) =>
    instances.some(({ state }) => state === wanted),
  ) ?? 'stopped';

/** Some of the agents, and how many there are in all. */
export function listAgents(
  seen: SeenFleets,
  maySee: (fleet: string) => boolean,
  { fleet, search = '', states, killed, isWanted, sort, order, skip, limit }: AgentsAsked,
): { agents: SeenAgent[]; total: number } {
  const visible = new Map<string, boolean>();
  const isVisible = (name: string): boolean => {
    const known = visible.get(name) ?? maySee(name);
    visible.set(name, known);
    return known;
  };
  const wanted = search.toLowerCase();
  const all = sort === 'name' ? seen.byName() : seen.agents;
  const found = all.filter(
    (one) =>
      isVisible(one.fleet) &&
      (fleet === undefined || one.fleet === fleet) &&
      (wanted === '' || one.agent.toLowerCase().includes(wanted)) &&
      (killed === undefined || one.killed === killed) &&
      (!states || states.includes(stateOf(one))) &&
      (!isWanted || isWanted(one)),
  );
  // The lists stand the way that is asked for most.
  const isReversed = order !== (sort === 'name' ? 'asc' : 'desc');
  const agents = isReversed
    ? found.slice(Math.max(0, found.length - skip - limit), Math.max(0, found.length - skip)).reverse()
    : found.slice(skip, skip + limit);
  return { agents, total: found.length };
}

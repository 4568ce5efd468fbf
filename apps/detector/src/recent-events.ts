import { type AgentEvent, agentsIn } from '@mortsafe/agent-events';

/** The newest of the events that were added, found by whom they are about. */
export interface RecentEvents {
  add(event: AgentEvent): void;
  /** Those of a fleet that are about one of these agents, each once, oldest first. */
  about(fleet: string, agents: ReadonlySet<string>): AgentEvent[];
}

interface Kept {
  number: number;
  event: AgentEvent;
  keys: readonly string[];
}

/** An event about more than so many is looked at whomever is asked for: nobody makes many entries with one event. */
const NAMES_MAX = 20;
/** No agent has this name. */
const MANY = '';

/** @param max - How many are kept. */
export function createRecentEvents(max: number): RecentEvents {
  const ring: Kept[] = [];
  const byName = new Map<string, Kept[]>();
  let number = 0;

  /** It is the oldest of all, so it is the first wherever it stands. */
  function forget({ keys }: Kept): void {
    for (const key of keys) {
      const its = byName.get(key);
      its?.shift();
      if (its?.length === 0) byName.delete(key);
    }
  }

  return {
    add(event) {
      const names = new Set(agentsIn(event));
      const kept = { number, event, keys: names.size > NAMES_MAX ? [MANY] : [...names] };
      const place = number++ % max;
      const before = ring[place];
      if (before) forget(before);
      ring[place] = kept;
      for (const key of kept.keys) {
        const its = byName.get(key);
        if (its) its.push(kept);
        else byName.set(key, [kept]);
      }
    },
    about(fleet, agents) {
      const found = new Set([...agents, MANY].flatMap((name) => byName.get(name) ?? []));
      return [...found]
        .filter(({ event }) => event.fleet === fleet)
        .filter(({ event, keys }) => keys[0] !== MANY || agentsIn(event).some((name) => agents.has(name)))
        .sort((a, b) => a.number - b.number)
        .map(({ event }) => event);
    },
  };
}

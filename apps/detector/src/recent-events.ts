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
}

/** An event about more than so many is looked at whomever is asked for: nobody makes many entries with one event. */
const NAMES_MAX = 20;
/** No agent has this name. */
const MANY = '';

/**
 * They are held in two generations, each of as many: to take the oldest out one by one would cost as much as to put
 * the newest in.
 *
 * @param max - How many are found.
 */
export function createRecentEvents(max: number): RecentEvents {
  let older = new Map<string, Kept[]>();
  let newer = new Map<string, Kept[]>();
  let count = 0;

  const enter = (name: string, kept: Kept): void => {
    const its = newer.get(name);
    if (its) its.push(kept);
    else newer.set(name, [kept]);
  };

  return {
    add(event) {
      if (count % max === 0) [older, newer] = [newer, new Map()];
      const kept = { number: count++, event };
      const names = agentsIn(event);
      if (names.length === 1) enter(names[0]!, kept);
      else {
        const distinct = new Set(names);
        for (const name of distinct.size > NAMES_MAX ? [MANY] : distinct) enter(name, kept);
      }
    },
    about(fleet, agents) {
      const named = [...agents, MANY].flatMap((name) => [
        ...(older.get(name) ?? []),
        ...(newer.get(name) ?? []),
      ]);
      return [...new Set(named)]
        .filter(({ number, event }) => number >= count - max && event.fleet === fleet)
        .filter(({ event }) => agentsIn(event).some((name) => agents.has(name)))
        .sort((a, b) => a.number - b.number)
        .map(({ event }) => event);
    },
  };
}

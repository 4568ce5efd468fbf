import type { KnownBy } from '@mortsafe/agent-events';
import { launcherOf, type SeenFleets } from './seen-fleets.ts';

/** One agent launched another. */
export interface Launched {
  by: string;
  agent: string;
  knownBy: KnownBy;
  /** When the newest instance that it launched was first seen, epoch milliseconds; null where nobody knows. */
  at: number | null;
  /** How far from the agent that was asked for: 1 is its own launcher, or whom it launched itself. */
  generation: number;
}

export interface Lineage {
  /** The nearest first. */
  ancestors: Launched[];
  /** The nearest generation first. */
  descendants: Launched[];
  /** There are more. */
  isCut: boolean;
}

const LAUNCHED_MAX = 1_000;
const GENERATIONS_MAX = 50;

/** Who launched an agent, and whom it launched, as the fleet was last seen. */
export function lineageOf(seen: SeenFleets, fleet: string, agent: string): Lineage {
  const ancestors: Launched[] = [];
  const above = new Set([agent]);
  for (let name = agent; ancestors.length < GENERATIONS_MAX; ) {
    const found = launchOf(seen, fleet, name, ancestors.length + 1);
    if (!found || above.has(found.by)) break;
    ancestors.push(found);
    above.add(found.by);
    name = found.by;
  }
  const descendants: Launched[] = [];
  const below = new Set([agent]);
  let parents = [agent];
  for (let generation = 1; parents.length > 0 && generation <= GENERATIONS_MAX; generation++) {
    const children = parents
      .flatMap((parent) => seen.launchedBy(fleet, parent))
      .filter((child) => !below.has(child.agent) && below.add(child.agent));
    const told = children.slice(0, LAUNCHED_MAX + 1);
    descendants.push(...told.flatMap((child) => launchOf(seen, fleet, child.agent, generation) ?? []));
    if (descendants.length > LAUNCHED_MAX) break;
    parents = children.map((child) => child.agent);
  }
  const isCut = descendants.length > LAUNCHED_MAX;
  return { ancestors, descendants: descendants.slice(0, LAUNCHED_MAX), isCut };
}

function launchOf(seen: SeenFleets, fleet: string, agent: string, generation: number): Launched | undefined {
  const one = seen.agent(fleet, agent);
  const launcher = one && launcherOf(one);
  if (!one || !launcher) return undefined;
  const at = one.instances.findLast((instance) => instance.launcher === launcher)?.firstSeen ?? null;
  return { by: launcher.id, agent, knownBy: launcher.knownBy, at, generation };
}

import type { SeenAgent } from '@mortsafe/agent-events';

/** The fleets as last seen, at one moment. */
export interface SeenFleets {
  /** Those seen last come first. */
  agents: readonly SeenAgent[];
  /** The same by name, and then by fleet. */
  byName(): readonly SeenAgent[];
  agent(fleet: string, agent: string): SeenAgent | undefined;
  /** Whom an agent launched, as far as their launchers are known. */
  launchedBy(fleet: string, agent: string): readonly SeenAgent[];
}

/** Asks for all agents at once; as often as a page may want them, and no oftener. */
export type AskSeenFleets = () => Promise<SeenFleets>;

export type SeenAgentsSource = (
  fleet: string | undefined,
  limit: number,
) => readonly SeenAgent[] | Promise<readonly SeenAgent[]>;

/** Of all fleets. */
export const SEEN_MAX = 200_000;
const FRESH_MS = 2_000;
/** Of the time, at most: a hundred thousand agents take a good part of a second. */
const ASKING_SHARE = 0.05;

/** The launcher of the newest instance whose launcher is known and an agent. */
export const launcherOf = ({ instances }: SeenAgent) =>
  instances.findLast(({ launcher }) => launcher?.kind === 'agent')?.launcher;

/** @param elapsedMs - Of a clock that only goes on. */
export function askSeenFleets(
  source: SeenAgentsSource,
  elapsedMs: () => number = () => performance.now(),
): AskSeenFleets {
  let made: { until: number; fleets: Promise<SeenFleets> } | undefined;
  const make = async (): Promise<SeenFleets> => {
    const began = elapsedMs();
    const fleets = seenFleets(await source(undefined, SEEN_MAX));
    const now = elapsedMs();
    if (made) made.until = now + Math.max(FRESH_MS, (now - began) / ASKING_SHARE);
    return fleets;
  };
  return () => {
    if (made && elapsedMs() < made.until) return made.fleets;
    made = { until: Number.POSITIVE_INFINITY, fleets: Promise.resolve().then(make) };
    made.fleets.catch(() => {
      made = undefined;
    });
    return made.fleets;
  };
}

function seenFleets(agents: readonly SeenAgent[]): SeenFleets {
  const byName = once(() =>
    agents.toSorted((one, other) => compare(one.agent, other.agent) || compare(one.fleet, other.fleet)),
  );
  const known = once(() => new Map(agents.map((one) => [keyOf(one.fleet, one.agent), one])));
  const launched = once(() => {
    const found = new Map<string, SeenAgent[]>();
    for (const one of agents) {
      const launcher = launcherOf(one);
      if (!launcher || launcher.id === one.agent) continue;
      const key = keyOf(one.fleet, launcher.id);
      const others = found.get(key);
      if (others) others.push(one);
      else found.set(key, [one]);
    }
    return found;
  });
  return {
    ...{ agents, byName },
    agent: (fleet, agent) => known().get(keyOf(fleet, agent)),
    launchedBy: (fleet, agent) => launched().get(keyOf(fleet, agent)) ?? [],
  };
}

const keyOf = (fleet: string, agent: string): string => `${fleet}\u001f${agent}`;

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function once<Made>(make: () => Made): () => Made {
  let made: { value: Made } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

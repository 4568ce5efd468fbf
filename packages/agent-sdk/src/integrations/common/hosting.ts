import type { Agent } from '../../agent.ts';
import type { Link } from '../../link.ts';

/** The agents that frameworks run in this process, by fleet and id, and the links between them. */
export interface Hosting {
  readonly agents: Map<string, Agent>;
  readonly links: Map<string, { ends: readonly string[]; link: Link }>;
}

const WHOEVER_IS_REGISTERED = {};
const hostings = new WeakMap<object, Hosting>();

/**
 * Whoever watches anew for each request, or several frameworks at once, means the same agents, as long as they are
 * told to the same provider.
 */
export function hostingOf(loggerProvider: object = WHOEVER_IS_REGISTERED): Hosting {
  const hosting = hostings.get(loggerProvider) ?? { agents: new Map(), links: new Map() };
  hostings.set(loggerProvider, hosting);
  return hosting;
}

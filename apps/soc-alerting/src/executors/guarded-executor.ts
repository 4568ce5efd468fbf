import { type EventOf, matchesGlob, type SeenAgent } from '@mortsafe/agent-events';
import type { Executor, Held } from './executor.ts';

/** What an executor is kept from, whoever orders it. The order itself stands, and is watched. */
export interface ExecutorGuard {
  /** An order that means more agents is not carried out. Default any number. */
  agentsMax?: number;
  /** Globs: an order that means one of these agents is not carried out. Default none. */
  protectedAgents?: readonly string[];
  /** Says whom it would stop, and stops nobody. Default false. */
  dryRun?: boolean;
}

const NAMED_MAX = 20;

/**
 * An executor that asks before each order whether it may.
 *
 * @param agentsIn - Everybody who was seen in a fleet, to know whom an order of a whole fleet means.
 */
export function guardedExecutor(
  executor: Executor,
  { agentsMax, protectedAgents = [], dryRun = false }: ExecutorGuard,
  agentsIn: (fleet: string) => readonly SeenAgent[],
): Executor {
  const mustKnow = agentsMax !== undefined || protectedAgents.length > 0;
  function held(order: EventOf<'kill.ordered'>): Held | undefined {
    const agents = meantBy(order, agentsIn);
    if (agents === undefined && mustKnow) {
      return refused('it cannot be told which agents it means: name them');
    }
    const meant = agents ?? [];
    const kept = meant.filter((agent) => protectedAgents.some((glob) => matchesGlob(glob, agent)));
    if (kept.length > 0)
      return refused(`${kept.slice(0, NAMED_MAX).join(', ')} may not be stopped from here`);
    if (agentsMax !== undefined && meant.length > agentsMax) {
      return refused(`it means ${meant.length} agents, and ${agentsMax} at once may be stopped from here`);
    }
    if (!dryRun) return undefined;
    const named = meant.slice(0, NAMED_MAX).join(', ') || 'whoever it means';
    return { state: 'not-carried-out', detail: `dry run: ${executor.name} would have stopped ${named}` };
  }
  return {
    ...executor,
    name: dryRun ? `${executor.name} (dry run)` : executor.name,
    held,
  };
}

const refused = (why: string): Held => ({ state: 'failed', detail: `nothing was stopped: ${why}` });

/** The agents that an order means; undefined where that is not known. */
function meantBy(
  { fleet, target, scope, agent }: EventOf<'kill.ordered'>,
  agentsIn: (fleet: string) => readonly SeenAgent[],
): string[] | undefined {
  // What an agent launched is for the detector to know.
  if (scope === 'lineage') return undefined;
  if (target.agents) return [...new Set(target.agents)];
  if (target.instances && agent !== undefined) return [agent];
  const seen = agentsIn(fleet);
  if (target.fleet) return seen.length === 0 ? undefined : seen.map((one) => one.agent);
  const owners = (target.instances ?? []).map((instance) =>
    seen.filter((one) => one.instances.some((known) => known.instance === instance)).map((one) => one.agent),
  );
  return owners.some((names) => names.length === 0) ? undefined : [...new Set(owners.flat())];
}

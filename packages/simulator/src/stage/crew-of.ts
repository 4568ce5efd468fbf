import type { SimFleet, Topology } from '../fleet/sim-agent.ts';
import type { Stage } from './stage.ts';

/**
 * The first crew of this kind, the cast aside. It is the story's from now on.
 *
 * @throws {RangeError} The fleet is too small to have one: see `agentsMin`.
 */
export function crewOf(stage: Stage, topology: Topology): SimFleet['crews'][number] {
  const crew = stage.fleet.crews.slice(1).find((one) => one.topology === topology);
  if (!crew) throw new RangeError(`no ${topology} crew in a fleet of ${stage.fleet.agents.size}`);
  stage.reserved.add(crew.name);
  return crew;
}

import type { AgentEvent } from '@mortsafe/agent-events';
import { applyFaults, type Faults } from './faults.ts';
import { buildFleet } from './fleet/build-fleet.ts';
import type { Label, Truth } from './label.ts';
import { labelOf } from './label-of.ts';
import type { Scenario } from './scenario.ts';
import { addBackground } from './stage/background.ts';
import { FIRST_MS, Stage } from './stage/stage.ts';

export interface SimulateOptions {
  seed: number;
  /** Default: what the scenario needs, at least 30. */
  agents?: number;
  faults?: Faults;
}

export const AGENTS_DEFAULT = 30;
/** A fleet here starts whole within minutes; of more agents than this, without a word of a roll-out, they may be taken for invented. */
const STARTED_AT_ONCE_MAX = 10_000;

/**
 * Plays a scenario.
 *
 * @returns Its events in order of arrival, made as they are read; and its label, to be asked for when they have
 *   been read to the end: before that nobody knows what the faults take. What no door would take is among them.
 * @throws {RangeError} The scenario needs more agents.
 */
export function simulate(
  scenario: Scenario,
  { seed, agents, faults }: SimulateOptions,
): { events: Generator<AgentEvent>; label(): Label; truth: Truth } {
  const { agentsMin = 0 } = scenario;
  const count = agents ?? Math.max(agentsMin, AGENTS_DEFAULT);
  if (count < agentsMin) throw new RangeError(`${scenario.id} needs at least ${agentsMin} agents`);
  const stage = new Stage(buildFleet(count, seed), seed);
  const truth = scenario.play(stage);
  addBackground(stage);
  const troubles = { ...scenario.faults, ...faults };
  const { events, report } = applyFaults(stage.events(), troubles, { seed, endMs: FIRST_MS + stage.untilMs });
  const { mayAlsoFire = [] } = truth;
  const told =
    count > STARTED_AT_ONCE_MAX ? { ...truth, mayAlsoFire: [...mayAlsoFire, 'invented-agents'] } : truth;
  return { events, label: () => labelOf(told, report), truth: told };
}

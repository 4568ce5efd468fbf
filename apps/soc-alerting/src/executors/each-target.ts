import type { EventOf } from '@mortsafe/agent-events';
import type { OrderRun } from '../control/orders.ts';
import type { Executor, Progress } from './executor.ts';
import { fillTemplate, type PlaceholderName, usesPlaceholder } from './template.ts';

export interface EachTargetOptions {
  /** What is filled in for each target; whether it names `{instance}` decides what a target is. */
  templates: readonly string[];
  /** The living instances of an agent, where `{instance}` is named and orders name agents. */
  instancesOf?:
    | ((fleet: string, agent: string) => readonly string[] | Promise<readonly string[]>)
    | undefined;
  /** Stops one target and says in its run how that went. */
  one(run: OrderRun, filled: readonly string[], about: Carrying): Promise<void>;
}

export interface Carrying {
  order: EventOf<'kill.ordered'>;
  progress: Progress;
  signal: AbortSignal;
  /** An earlier try was cut short: the target may be gone by that. */
  resumed: boolean;
}

const TARGETS_MAX = 1_000;

/** Carries an order out target by target, each remembered before the next, and none after it was rescinded. */
export const eachTarget =
  (options: EachTargetOptions): Executor['carryOut'] =>
  async (order, before, progress, signal) => {
    const resumed = before.length > 0;
    const runs = resumed ? before.map((one) => ({ ...one })) : await targetsOf(order, options);
    await progress.save(runs);
    for (const run of runs) {
      if (run.outcome !== 'under-way' || signal.aborted) continue;
      if (await progress.rescinded()) fail(run, 'rescinded before it was carried out');
      else {
        const filled = filledFor(run, order, options.templates);
        if ('reason' in filled) fail(run, filled.reason);
        else await options.one(run, filled.texts, { order, progress, signal, resumed });
      }
      if (!signal.aborted) await progress.save(runs);
    }
    return runs;
  };

export function fail(run: OrderRun, detail: string): void {
  run.outcome = 'failed';
  run.detail = detail;
}

function filledFor(
  { agent, instance }: OrderRun,
  { fleet, order }: EventOf<'kill.ordered'>,
  templates: readonly string[],
): { texts: string[] } | { reason: string } {
  const values: Partial<Record<PlaceholderName, string>> = {
    ...{ fleet, order },
    ...(agent !== null && { agent }),
    ...(instance !== null && { instance }),
  };
  const texts: string[] = [];
  for (const template of templates) {
    const filled = fillTemplate(template, values);
    if (filled.kind === 'refused') return { reason: filled.reason };
    texts.push(filled.text);
  }
  return { texts };
}

/** One for each instance where it is named, else one for each agent, else one for the fleet. */
async function targetsOf(
  { fleet, target }: EventOf<'kill.ordered'>,
  { templates, instancesOf }: EachTargetOptions,
): Promise<OrderRun[]> {
  const run = (agent: string | null, instance: string | null): OrderRun => ({
    ...{ agent, instance },
    ...{ outcome: 'under-way', detail: '' },
  });
  if (target.instances) return target.instances.slice(0, TARGETS_MAX).map((instance) => run(null, instance));
  const agents = target.agents ?? [];
  if (agents.length === 0) return [run(null, null)];
  if (!usesPlaceholder(templates, 'instance')) {
    return agents.slice(0, TARGETS_MAX).map((agent) => run(agent, null));
  }
  const runs: OrderRun[] = [];
  for (const agent of agents) {
    const instances = (await instancesOf?.(fleet, agent)) ?? [];
    for (const instance of instances) runs.push(run(agent, instance));
    if (instances.length === 0) {
      runs.push({ agent, instance: null, outcome: 'failed', detail: 'no living instance of it is known' });
    }
  }
  return runs.slice(0, TARGETS_MAX);
}

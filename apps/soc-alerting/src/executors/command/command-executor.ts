import type { EventOf } from '@mortsafe/agent-events';
import type { OrderRun } from '../../control/orders.ts';
import type { Executor, Progress } from '../executor.ts';
import { fillTemplate, unknownPlaceholders, usesPlaceholder } from '../template.ts';
import { type CommandResult, runCommand } from './run-command.ts';

export interface CommandOptions {
  /** Program and arguments: `['kubectl', 'delete', 'pod', '{instance}']`. No shell reads them. */
  command: readonly string[];
  /** Default 30 s. */
  timeoutMs?: number;
  /** True where success means that the instance is gone, as with `docker stop`. Default false. */
  waitsForExit?: boolean;
  /** The living instances of an agent, where the command names `{instance}` and orders name agents. */
  instancesOf?:
    | ((fleet: string, agent: string) => readonly string[] | Promise<readonly string[]>)
    | undefined;
  run?: (command: readonly string[], timeoutMs: number, signal: AbortSignal) => Promise<CommandResult>;
}

const TARGETS_MAX = 1_000;

/**
 * Runs a command for every target of an order.
 *
 * @throws {Error} The template is empty, has a placeholder nobody fills, or one in the place of the program.
 */
export function commandExecutor(options: CommandOptions): Executor {
  const { command, timeoutMs = 30_000, waitsForExit = false, run = runCommand } = options;
  const [program] = command;
  if (program === undefined || program === '') throw new Error('executor command: it is empty');
  if (program.includes('{')) throw new Error('executor command: the program itself cannot be a placeholder');
  const unknown = command.flatMap((part) => unknownPlaceholders(part));
  if (unknown.length > 0) throw new Error(`executor command: nobody knows ${unknown.join(', ')}`);

  async function carryOut(
    order: EventOf<'kill.ordered'>,
    before: readonly OrderRun[],
    progress: Progress,
    signal: AbortSignal,
  ): Promise<OrderRun[]> {
    const runs = before.length > 0 ? before.map((one) => ({ ...one })) : await targetsOf(order, options);
    await progress.save(runs);
    for (const target of runs) {
      if (target.outcome !== 'under-way' || signal.aborted) continue;
      if (await progress.rescinded()) fail(target, 'rescinded before it was carried out');
      else await carryOutOne(target, order, progress, signal);
      if (!signal.aborted) await progress.save(runs);
    }
    return runs;
  }

  async function carryOutOne(
    target: OrderRun,
    order: EventOf<'kill.ordered'>,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<void> {
    const values = {
      fleet: order.fleet,
      order: order.order,
      ...(target.agent === null ? {} : { agent: target.agent }),
      ...(target.instance === null ? {} : { instance: target.instance }),
    };
    const filled: string[] = [];
    for (const part of command) {
      const text = fillTemplate(part, values);
      if (text.kind === 'refused') return fail(target, text.reason);
      filled.push(text.text);
    }
    const result = await run(filled, timeoutMs, signal);
    if (signal.aborted) return;
    if (result.kind === 'failed') return fail(target, result.reason);

    if (waitsForExit) await progress.stopped(target);
    target.outcome = waitsForExit ? 'stopped' : 'carried-out';
    target.detail = waitsForExit ? 'it is gone' : 'the command succeeded; its stop is yet to be seen';
  }

  return { name: program, carryOut };
}

/** One for each instance where the command names it, else one for each agent, else one for the fleet. */
async function targetsOf(
  { fleet, target }: EventOf<'kill.ordered'>,
  { command, instancesOf }: CommandOptions,
): Promise<OrderRun[]> {
  const run = (agent: string | null, instance: string | null): OrderRun => ({
    agent,
    instance,
    outcome: 'under-way',
    detail: '',
  });
  if (target.instances) return target.instances.slice(0, TARGETS_MAX).map((instance) => run(null, instance));
  const agents = target.agents ?? [];
  if (agents.length === 0) return [run(null, null)];
  if (!usesPlaceholder(command, 'instance'))
    return agents.slice(0, TARGETS_MAX).map((agent) => run(agent, null));

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

function fail(run: OrderRun, detail: string): void {
  run.outcome = 'failed';
  run.detail = detail;
}

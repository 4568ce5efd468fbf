import { type EachTargetOptions, eachTarget, fail } from '../each-target.ts';
import type { Executor } from '../executor.ts';
import { unknownPlaceholders } from '../template.ts';
import { type CommandResult, runCommand } from './run-command.ts';

export interface CommandOptions {
  /** Program and arguments: `['kubectl', 'delete', 'pod', '{instance}']`. No shell reads them. */
  command: readonly string[];
  /** Default 30 s. */
  timeoutMs?: number;
  /** True where success means that the instance is gone, as with `docker stop`. Default false. */
  waitsForExit?: boolean;
  /** The living instances of an agent, where the command names `{instance}` and orders name agents. */
  instancesOf?: EachTargetOptions['instancesOf'];
  run?: (command: readonly string[], timeoutMs: number, signal: AbortSignal) => Promise<CommandResult>;
}

/**
 * Runs a command for every target of an order.
 *
 * @throws {Error} The template is empty, has a placeholder nobody fills, or one in the place of the program.
 */
export function commandExecutor(options: CommandOptions): Executor {
  const { command, timeoutMs = 30_000, waitsForExit = false, instancesOf, run = runCommand } = options;
  const [program] = command;
  if (program === undefined || program === '') throw new Error('executor command: it is empty');
  if (program.includes('{')) throw new Error('executor command: the program itself cannot be a placeholder');
  const unknown = command.flatMap((part) => unknownPlaceholders(part));
  if (unknown.length > 0) throw new Error(`executor command: nobody knows ${unknown.join(', ')}`);

  const carryOut = eachTarget({
    templates: command,
    instancesOf,
    async one(target, filled, { progress, signal }) {
      const result = await run(filled, timeoutMs, signal);
      if (signal.aborted) return;
      if (result.kind === 'failed') return fail(target, result.reason);
      if (waitsForExit) await progress.stopped(target);
      target.outcome = waitsForExit ? 'stopped' : 'carried-out';
      target.detail = waitsForExit ? 'it is gone' : 'the command succeeded; its stop is yet to be seen';
    },
  });
  return { name: program, carryOut };
}

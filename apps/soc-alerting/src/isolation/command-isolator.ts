import { type CommandResult, runCommand } from '../executors/command/run-command.ts';
import { fillTemplate, unknownPlaceholders, usesPlaceholder } from '../executors/template.ts';
import type { IsolationOutcome, IsolationTarget, Isolator } from './isolator.ts';

export interface CommandIsolatorOptions {
  /** Program and arguments; `{agent}`, `{instance}` and `{fleet}` are filled in. No shell. */
  isolate: readonly string[];
  /** The same, to take it back. */
  release: readonly string[];
  /** Default 30 s. */
  timeoutMs?: number;
  run?: (command: readonly string[], timeoutMs: number, signal: AbortSignal) => Promise<CommandResult>;
}

/**
 * Isolates by a command, such as one of a host firewall or an EDR.
 *
 * @throws {Error} A template is empty, has a placeholder nobody fills, or one in the place of the program.
 */
export function commandIsolator(options: CommandIsolatorOptions): Isolator {
  const { isolate, release, timeoutMs = 30_000, run = runCommand } = options;
  for (const command of [isolate, release]) {
    const unknown = command.flatMap(unknownPlaceholders).concat(command.filter((part) => part === '{order}'));
    if (unknown.length > 0) throw new Error(`isolator command: nobody knows ${unknown.join(', ')}`);
    if (!command[0] || command[0].includes('{')) throw new Error('isolator command: the program is missing');
  }
  const perInstance = usesPlaceholder([...isolate, ...release], 'instance');
  const carryOut =
    (command: readonly string[]) =>
    async (target: IsolationTarget, signal: AbortSignal): Promise<IsolationOutcome> => {
      const { fleet, agent, instance } = target;
      const filled: string[] = [];
      for (const template of command) {
        const one = fillTemplate(template, { fleet, agent, ...(instance !== null && { instance }) });
        if (one.kind === 'refused') return { done: false, reason: one.reason };
        filled.push(one.text);
      }
      const result = await run(filled, timeoutMs, signal);
      return result.kind === 'succeeded' ? { done: true } : { done: false, reason: result.reason };
    };
  return { name: isolate[0] ?? '', perInstance, isolate: carryOut(isolate), release: carryOut(release) };
}

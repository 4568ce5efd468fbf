import type { Clock } from '../clock.ts';
import type { ExecutorSettings } from '../options.ts';
import { type CommandOptions, commandExecutor } from './command/command-executor.ts';
import type { ExecutorBinding } from './executor.ts';
import { linuxProcesses } from './signal/processes.ts';
import { signalExecutor } from './signal/signal-executor.ts';

/** The executors that the settings name. */
export const executorBindings = (
  settings: readonly ExecutorSettings[],
  { clock, instancesOf }: { clock: Clock; instancesOf: CommandOptions['instancesOf'] },
): ExecutorBinding[] =>
  settings.map((setting) => {
    const { fleet } = setting;
    if (setting.kind === 'command') return { fleet, executor: commandExecutor({ ...setting, instancesOf }) };
    const { pidFile } = setting;
    return { fleet, executor: signalExecutor({ processes: linuxProcesses, clock, pidFile }) };
  });

import type { SeenAgent } from '@mortsafe/agent-events';
import type { Clock } from '../clock.ts';
import type { ExecutorSettings } from '../options.ts';
import { commandExecutor } from './command/command-executor.ts';
import type { EachTargetOptions } from './each-target.ts';
import type { Executor, ExecutorBinding } from './executor.ts';
import { guardedExecutor } from './guarded-executor.ts';
import { kubernetesExecutor } from './kubernetes/kubernetes-executor.ts';
import { linuxProcesses } from './signal/processes.ts';
import { signalExecutor } from './signal/signal-executor.ts';

export interface BindingWorld {
  clock: Clock;
  instancesOf: EachTargetOptions['instancesOf'];
  /** Everybody who was seen in a fleet. */
  agentsIn(fleet: string): readonly SeenAgent[];
}

/** The executors that the settings name, each behind its guard. */
export const executorBindings = (
  settings: readonly ExecutorSettings[],
  world: BindingWorld,
): ExecutorBinding[] =>
  settings.map((setting) => ({
    fleet: setting.fleet,
    executor: guardedExecutor(executorOf(setting, world), setting, world.agentsIn),
  }));

function executorOf(setting: ExecutorSettings, { clock, instancesOf }: BindingWorld): Executor {
  if (setting.kind === 'command') return commandExecutor({ ...setting, instancesOf });
  if (setting.kind === 'kubernetes') return kubernetesExecutor({ ...setting, instancesOf, clock });
  return signalExecutor({ processes: linuxProcesses, clock, pidFile: setting.pidFile });
}

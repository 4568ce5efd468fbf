import type { ExecutorGuard } from '../executors/guarded-executor.ts';
import { commandIsolator } from './command-isolator.ts';
import type { IsolatorBinding } from './isolator.ts';
import { type KubernetesIsolatorOptions, kubernetesIsolator } from './kubernetes-isolator.ts';

/** What cuts agents in quarantine off, in the fleets that match. The first that matches. */
export type IsolatorSettings = ExecutorGuard & {
  /** Fleet glob. */
  fleet: string;
} & (
    | {
        kind: 'command';
        /** Programs and arguments; `{agent}`, `{instance}` and `{fleet}` are filled in. No shell. */
        isolate: readonly string[];
        release: readonly string[];
      }
    | ({ kind: 'kubernetes' } & Omit<KubernetesIsolatorOptions, 'client'>)
  );

export const isolatorBindings = (settings: readonly IsolatorSettings[]): IsolatorBinding[] =>
  settings.map((setting) => ({
    ...setting,
    isolator: setting.kind === 'command' ? commandIsolator(setting) : kubernetesIsolator(setting),
  }));

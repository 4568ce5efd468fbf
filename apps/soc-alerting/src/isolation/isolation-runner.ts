import { isDrillFleet, matchesGlob } from '@mortsafe/agent-events';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import {
  agentsInQuarantine,
  endIsolation,
  type Isolation,
  isolationsOf,
  saveIsolation,
} from './isolation-store.ts';
import type { IsolatorBinding } from './isolator.ts';

export interface IsolationRunnerOptions {
  database: Database;
  isolators: readonly IsolatorBinding[];
  /** The living instances of an agent. */
  instancesOf?:
    | ((fleet: string, agent: string) => readonly string[] | Promise<readonly string[]>)
    | undefined;
  clock: Clock;
  /** An agent was cut off or let back. */
  changed?(): void;
}

/** Cuts off whom the register has in quarantine, new instances too, and lets back whom it has no more. */
export interface IsolationRunner {
  /** Whose work it is; undefined where nothing isolates agents of the fleet. */
  isolatorOf(fleet: string): string | undefined;
  /** Compares what is with what should be, and does what is missing. What fails is tried again in a while. */
  reconcile(signal: AbortSignal): Promise<void>;
}

const AGAIN_MS = 60_000;
const INSTANCES_MAX = 1_000;

export function createIsolationRunner(options: IsolationRunnerOptions): IsolationRunner {
  const { database, isolators, clock, changed = () => {} } = options;
  const bindingOf = (fleet: string): IsolatorBinding | undefined =>
    isDrillFleet(fleet) ? undefined : isolators.find((one) => matchesGlob(one.fleet, fleet));

  async function isolate(
    about: { fleet: string; agent: string },
    known: Isolation | undefined,
    isolatedNow: () => number,
    signal: AbortSignal,
  ): Promise<Isolation | undefined> {
    const { fleet, agent } = about;
    const binding = bindingOf(fleet);
    if (!binding) return known;
    const { isolator } = binding;
    const living = isolator.perInstance ? ((await options.instancesOf?.(fleet, agent)) ?? []) : [null];
    const done = known?.instances ?? [];
    const missing = living.filter((one) => !done.includes(one)).slice(0, INSTANCES_MAX);
    // What failed may be over: who could not be cut off is gone, or it was to be let back then.
    const nothingNew = known !== undefined && known.state !== 'failed' && missing.length === 0;
    if (nothingNew || triedLately(known)) return known;

    const found: Isolation = {
      ...{ ...about, ...guardSays(binding, agent, isolatedNow), isolator: isolator.name },
      ...{ instances: [...done], updatedAt: clock.now() },
    };
    if (found.state !== 'held') {
      for (const instance of missing) {
        const outcome = await isolator.isolate({ ...about, instance }, signal);
        if (signal.aborted) return known;
        if (outcome.done) found.instances.push(instance);
        else [found.state, found.detail] = ['failed', outcome.reason];
      }
      if (living.length === 0 && done.length === 0) {
        [found.state, found.detail] = ['waiting', 'no living instance of it is known'];
      }
    }
    await saveIsolation(database, found, known);
    changed();
    return found;
  }

  const triedLately = (known: Isolation | undefined): boolean =>
    known !== undefined &&
    (known.state === 'failed' || known.state === 'held') &&
    clock.now() - known.updatedAt < AGAIN_MS;

  async function release(known: Isolation, signal: AbortSignal): Promise<void> {
    const isolator = bindingOf(known.fleet)?.isolator;
    if (known.instances.length > 0 && triedLately(known)) return;
    const left: (string | null)[] = [];
    let reason = isolator ? '' : 'nothing isolates agents of this fleet any more: let it back by hand';
    for (const instance of known.instances) {
      const outcome = await isolator?.release({ ...known, instance }, signal);
      if (signal.aborted) return;
      if (!outcome?.done) left.push(instance);
      if (outcome && !outcome.done) reason = outcome.reason;
    }
    const updatedAt = clock.now();
    if (left.length === 0) await endIsolation(database, { ...known, updatedAt });
    else
      await saveIsolation(
        database,
        { ...known, instances: left, state: 'failed', detail: `it is still cut off: ${reason}`, updatedAt },
        known,
      );
    changed();
  }

  return {
    isolatorOf: (fleet) => {
      const binding = bindingOf(fleet);
      return binding && (binding.dryRun ? `${binding.isolator.name} (dry run)` : binding.isolator.name);
    },
    async reconcile(signal) {
      if (isolators.length === 0) return;
      const keyOf = ({ fleet, agent }: { fleet: string; agent: string }) => JSON.stringify([fleet, agent]);
      const known = new Map((await isolationsOf(database)).map((one) => [keyOf(one), one]));
      const wanted = new Map((await agentsInQuarantine(database)).map((one) => [keyOf(one), one]));
      for (const [key, about] of wanted) {
        if (signal.aborted) return;
        const isCutOff = ([other, { fleet, instances }]: [string, Isolation]): boolean =>
          fleet === about.fleet && other !== key && instances.length > 0;
        const isolatedNow = (): number => [...known].filter(isCutOff).length;
        const stands = await isolate(about, known.get(key), isolatedNow, signal);
        if (stands) known.set(key, stands);
      }
      for (const [key, one] of known) if (!wanted.has(key) && !signal.aborted) await release(one, signal);
    },
  };
}

/** Whether the guard lets it happen, and what to say of it. */
function guardSays(
  { isolator, agentsMax, protectedAgents = [], dryRun }: IsolatorBinding,
  agent: string,
  isolatedNow: () => number,
): Pick<Isolation, 'state' | 'detail'> {
  const held = (detail: string) => ({ state: 'held' as const, detail });
  if (protectedAgents.some((glob) => matchesGlob(glob, agent)))
    return held('it may not be cut off from here');
  if (agentsMax !== undefined && isolatedNow() >= agentsMax) {
    return held(`${agentsMax} agents of its fleet at once may be cut off from here, and so many are`);
  }
  if (dryRun) return held(`dry run: ${isolator.name} would have cut it off`);
  return { state: 'isolated', detail: 'it is cut off from others' };
}

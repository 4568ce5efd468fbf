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
import type { Isolator, IsolatorBinding } from './isolator.ts';

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

/** Agents that are cut off or about to be, by key, and the fleet of each. */
type CutOff = Map<string, string>;

const AGAIN_MS = 60_000;
/** Of one agent in one go; an agent that claims a thousand does not hold up the others. */
const INSTANCES_AT_ONCE = 25;
const AGENTS_AT_ONCE = 8;

export function createIsolationRunner(options: IsolationRunnerOptions): IsolationRunner {
  const { database, isolators, clock, changed = () => {} } = options;
  const bindingOf = (fleet: string): IsolatorBinding | undefined =>
    isDrillFleet(fleet) ? undefined : isolators.find((one) => matchesGlob(one.fleet, fleet));

  /** What cut an agent off: that of its fleet, or another that the configuration knows still. */
  const isolatorFor = ({ fleet, isolator }: Isolation): Isolator | undefined =>
    [bindingOf(fleet), ...isolators].find((one) => one?.isolator.name === isolator)?.isolator;

  async function isolate(
    about: { fleet: string; agent: string },
    known: Isolation | undefined,
    cutOff: CutOff,
    signal: AbortSignal,
  ): Promise<Isolation | undefined> {
    const { fleet, agent } = about;
    const binding = bindingOf(fleet);
    if (!binding) return known;
    const { isolator } = binding;
    const living = isolator.perInstance ? ((await options.instancesOf?.(fleet, agent)) ?? []) : [null];
    // What another isolator did is of no use to this one.
    const former =
      known && known.instances.length > 0 && known.isolator !== isolator.name ? known : undefined;
    const done = former ? [] : (known?.instances ?? []);
    const missing = living.filter((one) => !done.includes(one));
    // What failed may be over: who could not be cut off is gone, or it was to be let back then.
    const nothingNew = known !== undefined && known.state !== 'failed' && missing.length === 0;
    if (nothingNew || triedLately(known)) return known;

    const found: Isolation = {
      ...{ ...about, ...guardSays(binding, about, cutOff), isolator: isolator.name },
      ...{ instances: [...done], updatedAt: clock.now() },
    };
    if (found.state !== 'held') {
      cutOff.set(keyOf(about), fleet);
      await isolateEach(found, former ? missing : missing.slice(0, INSTANCES_AT_ONCE), isolator, signal);
      const more = living.filter((one) => !found.instances.includes(one)).length;
      if (living.length === 0 && done.length === 0) {
        [found.state, found.detail] = ['waiting', 'no living instance of it is known'];
      } else if (found.state === 'isolated' && more > 0) {
        [found.state, found.detail] = ['waiting', `${more} more instances of it are to be cut off`];
      }
    }
    const stands = former ? await takenOver(former, found, signal) : found;
    if (signal.aborted) return known;
    await saveIsolation(database, stands, known);
    changed();
    return stands;
  }

  /** The former isolator lets back only whom the one that is configured now has cut off, lest he be free in between. */
  async function takenOver(former: Isolation, found: Isolation, signal: AbortSignal): Promise<Isolation> {
    const { state, detail, updatedAt } = found;
    if (state !== 'isolated') {
      return { ...former, state, detail: `${detail}; ${former.isolator} still cuts it off`, updatedAt };
    }
    const { left, reason } = await letBack(former, signal);
    return left.length === 0 ? found : { ...found, detail: `${detail}; ${reason}` };
  }

  const triedLately = (known: Isolation | undefined): boolean =>
    known !== undefined &&
    (known.state === 'failed' || known.state === 'held') &&
    clock.now() - known.updatedAt < AGAIN_MS;

  /** Lets back whom it can; says who is left, and why. */
  async function letBack(known: Isolation, signal: AbortSignal) {
    const isolator = isolatorFor(known);
    const left: (string | null)[] = [];
    let reason = `${known.isolator}, which cut it off, is not configured any more: let it back by hand`;
    for (const instance of known.instances) {
      if (signal.aborted) break;
      const outcome = await isolator?.release({ ...known, instance }, signal);
      if (!outcome?.done) left.push(instance);
      if (outcome && !outcome.done) reason = outcome.reason;
    }
    return { left, reason };
  }

  async function release(known: Isolation, signal: AbortSignal): Promise<void> {
    if (known.instances.length > 0 && triedLately(known)) return;
    const { left, reason } = await letBack(known, signal);
    if (signal.aborted) return;
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
      const known = new Map((await isolationsOf(database)).map((one) => [keyOf(one), one]));
      const wanted = new Map((await agentsInQuarantine(database)).map((one) => [keyOf(one), one]));
      const isolated = [...known].filter(([, { instances }]) => instances.length > 0);
      const cutOff: CutOff = new Map(isolated.map(([key, { fleet }]) => [key, fleet]));
      await forEach([...wanted], AGENTS_AT_ONCE, async ([key, about]) => {
        if (signal.aborted) return;
        const stands = await isolate(about, known.get(key), cutOff, signal);
        if (!stands?.instances.length) cutOff.delete(key);
      });
      await forEach([...known], AGENTS_AT_ONCE, async ([key, one]) => {
        if (!wanted.has(key) && !signal.aborted) await release(one, signal);
      });
    },
  };
}

const keyOf = ({ fleet, agent }: { fleet: string; agent: string }): string => JSON.stringify([fleet, agent]);

/** Cuts instances off, one after the other, and enters in `found` how that went. */
async function isolateEach(
  found: Isolation,
  instances: readonly (string | null)[],
  isolator: Isolator,
  signal: AbortSignal,
): Promise<void> {
  const { fleet, agent } = found;
  for (const instance of instances) {
    if (signal.aborted) return;
    const outcome = await isolator.isolate({ fleet, agent, instance }, signal);
    if (outcome.done) found.instances.push(instance);
    else [found.state, found.detail] = ['failed', outcome.reason];
  }
}

/** Does the work for each, so many at once; what fails is thrown when all are at rest. */
async function forEach<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const lane = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  const lanes = await Promise.allSettled(Array.from({ length: atOnce }, lane));
  for (const one of lanes) if (one.status === 'rejected') throw one.reason;
}

/** Whether the guard lets it happen, and what to say of it. */
function guardSays(
  { isolator, agentsMax, protectedAgents = [], dryRun }: IsolatorBinding,
  about: { fleet: string; agent: string },
  cutOff: CutOff,
): Pick<Isolation, 'state' | 'detail'> {
  const held = (detail: string) => ({ state: 'held' as const, detail });
  if (protectedAgents.some((glob) => matchesGlob(glob, about.agent)))
    return held('it may not be cut off from here');
  const others = [...cutOff].filter(([key, fleet]) => fleet === about.fleet && key !== keyOf(about));
  if (agentsMax !== undefined && others.length >= agentsMax) {
    return held(`${agentsMax} agents of its fleet at once may be cut off from here, and so many are`);
  }
  if (dryRun) return held(`dry run: ${isolator.name} would have cut it off`);
  return { state: 'isolated', detail: 'it is cut off from others' };
}

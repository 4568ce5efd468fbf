import type { EventOf } from '@mortsafe/agent-events';
import type { Clock } from '../../clock.ts';
import type { OrderRun } from '../../control/orders.ts';
import type { Executor, Progress } from '../executor.ts';
import { findTargets, type Target } from './find-targets.ts';
import { type LocalProcess, type ProcessTable, untouchables } from './processes.ts';

export interface SignalOptions {
  processes: ProcessTable;
  clock: Clock;
  /** `/run/agents/{agent}.pid`, for agents whose processes carry no marker. */
  pidFile?: string | undefined;
  /** Our own pid, which is never signalled. Default: this process. */
  self?: number;
}

const POLL_MS = 50;
/** How long a process may take to vanish once it was killed outright. */
const AFTER_KILL_MS = 5_000;
/** A process is stopped this long before its deadline, so that it is gone by then. */
const BEFORE_DEADLINE_MS = 500;
/** After a reboot the same pid may start the same number of ticks after boot, but not at the same time of day. */
const REBOOT_MS = 5_000;

type Known = NonNullable<OrderRun['processes']>[number];

/**
 * Stops local processes: asks by SIGTERM, and makes sure by SIGKILL at the deadline (at once for an emergency).
 *
 * Only processes that ran before the order are its targets. One that starts later is a relaunch: the detector's to
 * find, and people's to judge.
 */
export function signalExecutor(options: SignalOptions): Executor {
  const { processes, clock } = options;

  async function carryOut(
    order: EventOf<'kill.ordered'>,
    before: readonly OrderRun[],
    progress: Progress,
    signal: AbortSignal,
  ): Promise<OrderRun[]> {
    const found = await findTargets(processes, order, options.pidFile);
    const targets = merged(before, found);
    const runs = targets.map(({ run }) => run);
    await progress.save(runs);

    const spared = await untouchables(processes, options.self);
    await Promise.all(
      targets.map(async (target) => {
        if (target.run.outcome !== 'under-way') return;
        await stop(target, order, spared, progress, signal);
        if (!signal.aborted) await progress.save(runs);
      }),
    );
    return runs;
  }

  async function stop(
    { run, expected }: Target,
    order: EventOf<'kill.ordered'>,
    spared: ReadonlySet<number>,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<void> {
    const targets = run.processes ?? [];
    if (targets.some(({ pid }) => spared.has(pid)))
      return fail(run, 'it is mortsafe itself, or what started it');

    const deadline = order.observedTime + order.deadline - BEFORE_DEADLINE_MS;
    const same = (found: LocalProcess | undefined, { startTicks, startedAt }: Known) =>
      found?.startTicks === startTicks &&
      Math.abs(found.startedAt - startedAt) < REBOOT_MS &&
      expected(found);
    const alive = async () => {
      const found = await Promise.all(targets.map(({ pid }) => processes.find(pid)));
      return targets.filter((target, index) => same(found[index], target));
    };
    /** Looks again right before it signals: the pid may be somebody else's by now. */
    const send = async (name: 'SIGTERM' | 'SIGKILL') => {
      for (const target of targets) {
        const { pid } = target;
        if (!same(await processes.find(pid), target)) continue;
        try {
          processes.signal(pid, name);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ESRCH')
            run.detail = `not allowed to signal process ${pid}`;
        }
      }
    };
    const goneBy = async (time: number) => {
      while ((await alive()).length > 0) {
        if (signal.aborted || clock.now() >= time) return false;
        await clock.sleep(POLL_MS, signal);
      }
      return true;
    };

    if (order.level !== 'emergency' && clock.now() < deadline) {
      await send('SIGTERM');
      if (await goneBy(deadline)) return ended(run, 'it stopped when asked to', progress);
      if (signal.aborted) return;
      if (await progress.rescinded()) return fail(run, 'rescinded before it stopped');
    }
    await send('SIGKILL');
    if (await goneBy(clock.now() + AFTER_KILL_MS)) return ended(run, 'it was killed', progress);
    if (!signal.aborted) fail(run, run.detail || 'it is still there after SIGKILL');
  }

  return { name: 'signal', carryOut };
}

async function ended(run: OrderRun, detail: string, progress: Progress): Promise<void> {
  await progress.stopped(run);
  run.outcome = 'stopped';
  run.detail = detail;
}

function fail(run: OrderRun, detail: string): void {
  run.outcome = 'failed';
  run.detail = detail;
}

/** What an earlier try had under way comes first: those may be gone by now, and nobody has told of it yet. */
function merged(before: readonly OrderRun[], found: readonly Target[]): Target[] {
  const resumed = before.map((run): Target => ({ run: { ...run }, expected: () => true }));
  const known = new Set(
    before.flatMap(({ processes = [] }) => processes.map(({ pid, startTicks }) => `${pid} ${startTicks}`)),
  );
  const fresh = found.filter(
    ({ run }) => !run.processes?.some(({ pid, startTicks }) => known.has(`${pid} ${startTicks}`)),
  );
  return [...resumed, ...fresh];
}

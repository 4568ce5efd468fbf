import { hostname } from 'node:os';
import { type AgentEvent, matchesGlob } from '@mortsafe/agent-events';
import type { Clock } from '../clock.ts';
import { type KillOrder, moveOrder, type OrderRun, orderOf, unfinishedOrders } from '../control/orders.ts';
import { hashOf } from '../incidents/group.ts';
import { type Log, reasonOf } from '../log.ts';
import type { Database } from '../storage/database.ts';
import type { Executor, ExecutorBinding, Progress } from './executor.ts';

export interface OrderRunnerOptions {
  database: Database;
  executors: readonly ExecutorBinding[];
  /** Stores what was observed where the detector reads it. */
  publishPlatform(event: AgentEvent): Promise<void>;
  clock: Clock;
  log: Log;
  /** An order moved on. */
  changed?(): void;
}

/** Carries recorded orders out, also those that an earlier process left behind. */
export interface OrderRunner {
  executorOf(fleet: string): Executor | undefined;
  wake(): void;
  /** Until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

const IDLE_MS = 2_000;

export function createOrderRunner(options: OrderRunnerOptions): OrderRunner {
  const { database, clock, log } = options;
  const underWay = new Map<string, Promise<void>>();
  let woken = new AbortController();

  const executorOf = (fleet: string): Executor | undefined =>
    options.executors.find((binding) => matchesGlob(binding.fleet, fleet))?.executor;

  async function carryOut(order: KillOrder, signal: AbortSignal): Promise<void> {
    const executor = executorOf(order.fleet);
    const from = ['recorded', 'carrying-out'] as const;
    if (!executor) {
      const detail = 'no executor is configured for this fleet';
      await moveOrder(database, order.id, from, { state: 'not-carried-out', detail, now: clock.now() });
      return;
    }
    // What was begun was allowed.
    const held = order.runs.length > 0 ? undefined : executor.held?.(order.event);
    if (held) {
      await moveOrder(database, order.id, from, { ...held, now: clock.now() });
      options.changed?.();
      log('warn', `order ${order.id}: held back`);
      return;
    }
    await moveOrder(database, order.id, from, { state: 'carrying-out', now: clock.now() });
    const runs = await executor.carryOut(order.event, order.runs, progressOf(order), signal);
    if (signal.aborted) return;
    const outcome = outcomeOf(runs);
    await moveOrder(database, order.id, ['carrying-out'], { ...outcome, runs, now: clock.now() });
    options.changed?.();
    log(outcome.state === 'failed' ? 'error' : 'info', `order ${order.id}: ${outcome.state}`);
  }

  const progressOf = (order: KillOrder): Progress => ({
    async save(runs) {
      await moveOrder(database, order.id, ['carrying-out'], {
        state: 'carrying-out',
        runs,
        now: clock.now(),
      });
    },
    async stopped(run) {
      await options.publishPlatform(stoppedEvent(order, run, clock.now()));
    },
    async rescinded() {
      const now = await orderOf(database, order.id);
      return now?.rescindedAt != null;
    },
  });

  async function start(signal: AbortSignal): Promise<void> {
    for (const order of await unfinishedOrders(database)) {
      if (order.state === 'writing' || underWay.has(order.id)) continue;
      const work = carryOut(order, signal)
        .catch((error) => log('error', `order ${order.id}: ${reasonOf(error)}`))
        .finally(() => underWay.delete(order.id));
      underWay.set(order.id, work);
    }
  }

  return {
    executorOf,
    wake: () => woken.abort(),
    async run(signal) {
      while (!signal.aborted) {
        woken = new AbortController();
        await start(signal).catch((error) => log('error', `orders: ${reasonOf(error)}`));
        await clock.sleep(IDLE_MS, AbortSignal.any([signal, woken.signal]));
      }
      await Promise.all(underWay.values());
    },
  };
}

function outcomeOf(runs: readonly OrderRun[]): {
  state: 'stopped' | 'carried-out' | 'failed';
  detail: string | null;
} {
  if (runs.length === 0) return { state: 'failed', detail: 'nothing to stop was found on this machine' };
  const failed = runs.find(({ outcome }) => outcome === 'failed');
  if (failed) return { state: 'failed', detail: failed.detail };
  const seen = runs.every(({ outcome }) => outcome === 'stopped');
  return seen
    ? { state: 'stopped', detail: null }
    : { state: 'carried-out', detail: 'its stop is yet to be seen' };
}

/** Named after what stopped, so that telling it twice after a crash is telling it once. */
function stoppedEvent({ id: order, fleet }: KillOrder, run: OrderRun, now: number): AgentEvent {
  const processes = (run.processes ?? []).map(({ pid, startTicks }) => `${pid}@${startTicks}`);
  return {
    id: `stop-${hashOf([order, run.agent ?? '', run.instance ?? '', ...processes])}`,
    type: 'agent.stopped',
    time: now,
    observedTime: now,
    origin: 'platform',
    fleet,
    agent: run.agent ?? run.instance ?? '',
    ...(run.instance === null ? {} : { instance: run.instance }),
    host: hostname(),
    reason: 'killed',
    stoppedBy: { kind: 'controller', id: 'mortsafe' },
  };
}

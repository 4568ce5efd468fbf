import type { EventOf } from '@mortsafe/agent-events';
import type { OrderRun } from '../control/orders.ts';

/** How an executor tells of its progress. */
export interface Progress {
  /** Stores what is under way, so that a restart can go on from there. */
  save(runs: readonly OrderRun[]): Promise<void>;
  /** An instance was seen to be gone. */
  stopped(run: OrderRun): Promise<void>;
  /** Whether somebody rescinded the order meanwhile. */
  rescinded(): Promise<boolean>;
}

/** Carries kill orders out. Whatever the world does is told in the runs; it throws for nothing but a broken database. */
export interface Executor {
  /** For people: `signal`, `kubectl`. */
  readonly name: string;
  /**
   * @param before - What was under way when an earlier try was cut short.
   * @returns One run for each target; none where there was nothing to stop.
   */
  carryOut(
    order: EventOf<'kill.ordered'>,
    before: readonly OrderRun[],
    progress: Progress,
    signal: AbortSignal,
  ): Promise<OrderRun[]>;
  /** Whether it holds an order back; asked before one is begun. Default: it carries out all. */
  held?(order: EventOf<'kill.ordered'>): Held | undefined;
}

/** Nothing is stopped, on purpose. */
export interface Held {
  state: 'failed' | 'not-carried-out';
  /** For people: why. */
  detail: string;
}

/** Which executor serves which fleets; the first that matches. */
export interface ExecutorBinding {
  /** Fleet glob. */
  fleet: string;
  executor: Executor;
}

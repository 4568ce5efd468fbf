import type { ExecutorGuard } from '../executors/guarded-executor.ts';

/** Whom to cut off from others, or to let back. */
export interface IsolationTarget {
  fleet: string;
  agent: string;
  /** Null where the isolator knows agents alone. */
  instance: string | null;
}

export type IsolationOutcome = { done: true } | { done: false; reason: string };

/** Cuts agents off from others without stopping them. Doing it twice is doing it once; who is gone counts as let back. */
export interface Isolator {
  /** For people: `kubectl`, `kubernetes`. */
  readonly name: string;
  /** Whether it is told of each instance, or of the agent. */
  readonly perInstance: boolean;
  isolate(target: IsolationTarget, signal: AbortSignal): Promise<IsolationOutcome>;
  release(target: IsolationTarget, signal: AbortSignal): Promise<IsolationOutcome>;
}

/** Which isolator serves which fleets; the first that matches. */
export interface IsolatorBinding extends ExecutorGuard {
  /** Fleet glob. */
  fleet: string;
  isolator: Isolator;
}

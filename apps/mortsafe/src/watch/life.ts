import type { StopReason } from '@mortsafe/agent-events';
import type { Marker } from './marker.ts';

/** A process, told from a later one of the same pid by when it started. */
export interface Process {
  pid: number;
  /** Clock ticks after boot. */
  startTicks: number;
}

export const sameProcess = (one: Process, other: Process): boolean =>
  one.pid === other.pid && one.startTicks === other.startTicks;

/** One launch of an agent, for as long as any process of it runs. */
export interface Life extends Marker {
  root: Process;
  /** Id of the event that told its start. */
  begunBy: string;
  /** Pids of all that run. */
  members: Set<number>;
  /** How its first process ended, where that was seen. */
  ending: StopReason | undefined;
}

/** The name of a life among all. */
export const lifeCalled = ({ fleet, agent, instance }: Marker): string =>
  JSON.stringify([fleet, agent, instance]);

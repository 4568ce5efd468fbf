import type { AgentEvent } from '@mortsafe/agent-events';
import type { EventLog } from '@mortsafe/sources';
import { eventLine, progressLine, readLogLine, reopenedLine } from './log-line.ts';

export interface Router {
  /** Resolves once the events are on disk; only then may a door answer that it has them. */
  accept(events: readonly AgentEvent[]): Promise<void>;
  /** Writes down that every door has been read up to now. */
  progress(): Promise<void>;
  /** The door's clock: milliseconds, never behind what was written last. */
  now(): number;
  counts(): RouterCounts;
}

export interface RouterCounts {
  events: number;
  batches: number;
  lastObservedTime: number;
}

/** Progress is written every second; who has written nothing for so long was asleep, and its doors with it. */
const ASLEEP_MS = 5_000;

/**
 * The route step: the only writer of the `agent-events` log. It stamps `observedTime` as events enter,
 * so that the order of the log is the order of time, whatever the senders or the wall clock say.
 */
export async function openRouter(log: EventLog, wallClock: () => number): Promise<Router> {
  let last = await lastTimeIn(log);
  let wroteAt = Number.NEGATIVE_INFINITY;
  let events = 0;
  let batches = 0;

  const now = (): number => {
    last = Math.max(last, wallClock());
    return last;
  };

  /** Stamped and handed over in the same turn, so the log stays in order. */
  const write = async (linesAt: (timeMs: number) => string[]): Promise<void> => {
    const timeMs = now();
    const slept = timeMs - wroteAt > ASLEEP_MS;
    wroteAt = timeMs;
    await log.append([...(slept ? [reopenedLine(timeMs)] : []), ...linesAt(timeMs)]);
  };

  return {
    now,
    async accept(accepted) {
      if (accepted.length === 0) return;
      await write((observedTime) => accepted.map((event) => eventLine({ ...event, observedTime })));
      events += accepted.length;
      batches += 1;
    },
    progress: () => write((timeMs) => [progressLine(timeMs)]),
    counts: () => ({ events, batches, lastObservedTime: last }),
  };
}

async function lastTimeIn(log: EventLog): Promise<number> {
  if (log.end() === log.start()) return 0;
  const { records } = await log.read(log.end() - 1, 1);
  const line = records[0] && readLogLine(records[0].body);
  if (line === undefined || line.kind === 'reject') return 0;
  return line.kind === 'event' ? line.event.observedTime : line.timeMs;
}

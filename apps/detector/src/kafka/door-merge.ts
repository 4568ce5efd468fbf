import type { AgentEvent } from '@mortsafe/agent-events';

/** Events of several doors, which are read at different speeds, brought into one order. */
export interface DoorMerge {
  /** Holds events that came together, nearly always in order. */
  add(events: readonly AgentEvent[]): void;
  /** Gives those that were observed before `time`, in order: nothing earlier is to come by any door. */
  takeBefore(time: number): AgentEvent[];
  /** Gives the oldest where more are held than may be; they go on before their time. */
  takeExcess(): AgentEvent[];
  /** For a checkpoint. */
  held(): AgentEvent[][];
}

/** Some 200 MiB. */
const HELD_MAX = 500_000;
/** So much is let go at once, for finding the oldest costs a sort. */
const EXCESS_SHARE = 0.1;

const byTime = (a: AgentEvent, b: AgentEvent): number => a.observedTime - b.observedTime;

/**
 * Holds back what a door brings ahead of the others: a kill order that is read at once waits for the agents' events
 * before it, however far their door lags.
 *
 * @param heldMax - Default 500,000 events.
 */
export function createDoorMerge(
  from: readonly (readonly AgentEvent[])[] = [],
  heldMax: number = HELD_MAX,
): DoorMerge {
  let runs: AgentEvent[][] = [];
  let count = 0;

  const add = (events: readonly AgentEvent[]): void => {
    if (events.length === 0) return;
    runs.push(inOrder([...events]));
    count += events.length;
  };
  for (const events of from) add(events);

  function takeBefore(time: number): AgentEvent[] {
    const left: AgentEvent[][] = [];
    const taken: AgentEvent[] = [];
    for (const run of runs) {
      const end = firstFrom(run, time);
      if (end < run.length) left.push(end === 0 ? run : run.slice(end));
      for (let at = 0; at < end; at++) taken.push(run[at] as AgentEvent);
    }
    runs = left;
    count -= taken.length;
    return inOrder(taken);
  }

  return {
    add,
    takeBefore,
    takeExcess() {
      if (count <= heldMax) return [];
      const all = inOrder(runs.flat());
      const gone = Math.ceil(count - heldMax * (1 - EXCESS_SHARE));
      runs = [all.slice(gone)];
      count = all.length - gone;
      return all.slice(0, gone);
    },
    held: () => runs,
  };
}

/** Nearly always they are already, and looking is much cheaper than sorting. */
function inOrder(events: AgentEvent[]): AgentEvent[] {
  for (let at = 1; at < events.length; at++) {
    if ((events[at] as AgentEvent).observedTime < (events[at - 1] as AgentEvent).observedTime) {
      return events.sort(byTime);
    }
  }
  return events;
}

/** Where in a run the first stands that was observed at `time` or later. */
function firstFrom(run: readonly AgentEvent[], time: number): number {
  const last = run[run.length - 1];
  if (!last || last.observedTime < time) return run.length;
  let low = 0;
  let high = run.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((run[middle] as AgentEvent).observedTime < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

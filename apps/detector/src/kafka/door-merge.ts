import type { AgentEvent } from '@mortsafe/agent-events';
import { EventBatch } from '@mortsafe/agent-events/codec';

/** Events of several doors, which are read at different speeds, brought into each fleet's order. */
export interface DoorMerge {
  /** Holds events that came together, nearly always in order. */
  add(batch: EventBatch): void;
  /** Passes on those that were observed before `time`, a fleet at a time: nothing earlier is to come by any door. */
  passBefore(time: number): void;
  /**
   * Passes on the oldest where more are held than may be, and says how many: they go on before their time, with all that
   * are of the same millisecond.
   */
  passExcess(): number;
  /** For a checkpoint. */
  held(): AgentEvent[][];
}

/** Takes those of a batch, which are of one fleet and in order, from one place to before another. */
export type PassOn = (batch: EventBatch, from: number, end: number) => void;

/** Some 100 MiB as they come, and 200 as objects. */
const HELD_MAX = 500_000;
/** So much is let go at once. */
const EXCESS_SHARE = 0.1;

/** What is left of a batch. */
interface Run {
  batch: EventBatch;
  /** The first that is held still. */
  at: number;
  /** When that was observed. */
  time: number;
  /** In which order they came: of two events of one time, that of the earlier goes first. */
  number: number;
}

/**
 * Holds back what a door brings ahead of the others: a kill order that is read at once waits for the agents' events
 * before it, however far their door lags.
 *
 * @param heldMax - Default 500,000 events.
 */
export function createDoorMerge(
  passOn: PassOn,
  from: readonly (readonly AgentEvent[])[] = [],
  heldMax: number = HELD_MAX,
): DoorMerge {
  /** By fleet a binary heap, the run that goes on first at its top; none is empty. */
  const fleets = new Map<string, Run[]>();
  let count = 0;
  let number = 0;
  /** Since events were last passed on. */
  let added: Run[] = [];

  const add = (batch: EventBatch): void => {
    for (const its of batch.byFleet()) {
      if (its.length === 0) continue;
      const ordered = inOrder(its);
      const run = { batch: ordered, at: 0, time: ordered.times[0] as number, number: number++ };
      const runs = fleets.get(its.fleet) ?? [];
      fleets.set(its.fleet, runs);
      riseTo(runs, runs.push(run) - 1, run);
      added.push(run);
      count += its.length;
    }
  };
  for (const events of from) add(EventBatch.of(events));

  /** The longest stretch of one batch that nothing else of its fleet comes between, again and again. */
  function pass(runs: Run[], before: number): void {
    for (let run = runs[0]; run && run.time < before; run = runs[0]) {
      const { batch, at } = run;
      const next = nextAfterTop(runs);
      let end = at + 1;
      while (end < batch.length && goesBefore(batch.times[end] as number, run.number, before, next)) end++;
      count -= end - at;
      run.at = end;
      if (end < batch.length) {
        run.time = batch.times[end] as number;
        sinkTo(runs, 0, run);
      } else {
        const last = runs.pop() as Run;
        if (last !== run) sinkTo(runs, 0, last);
      }
      passOn(batch, at, end);
    }
  }

  const passBefore = (time: number): void => {
    for (const [fleet, runs] of fleets) {
      pass(runs, time);
      if (runs.length === 0) fleets.delete(fleet);
    }
    // What waits for a door that lags must not keep all that came with it.
    for (const run of added) if (run.at < run.batch.length) run.batch = run.batch.detached();
    added = [];
  };
  const allRuns = (): Run[] => [...fleets.values()].flat().sort((a, b) => a.number - b.number);

  return {
    add,
    passBefore,
    passExcess() {
      if (count <= heldMax) return 0;
      const before = count;
      passBefore(timeBeforeWhich(allRuns(), count - heldMax * (1 - EXCESS_SHARE)));
      return before - count;
    },
    held: () => allRuns().map(({ batch, at }) => batch.eventsFrom(at)),
  };
}

/** The first whole millisecond before which at least so many are held. */
function timeBeforeWhich(runs: readonly Run[], wanted: number): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { batch, time } of runs) {
    low = Math.min(low, time);
    high = Math.max(high, (batch.times.at(-1) as number) + 1);
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const held = runs.reduce((sum, run) => sum + countBefore(run, middle), 0);
    if (held >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many of a run, which is in order, are from before a time. */
function countBefore({ batch: { times }, at }: Run, time: number): number {
  let low = at;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low - at;
}

const isBefore = (one: Run, other: Run): boolean =>
  one.time < other.time || (one.time === other.time && one.number < other.number);

const goesBefore = (time: number, number: number, before: number, next: Run | undefined): boolean =>
  time < before && (!next || time < next.time || (time === next.time && number < next.number));

/** What would be at the top without the one that is. */
function nextAfterTop([, left, right]: readonly Run[]): Run | undefined {
  return left && right && isBefore(right, left) ? right : left;
}

function riseTo(heap: Run[], from: number, run: Run): void {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Run;
    if (isBefore(above, run)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = run;
}

function sinkTo(heap: Run[], from: number, run: Run): void {
  let at = from;
  for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
    const right = heap[child + 1];
    if (right && isBefore(right, heap[child] as Run)) child++;
    const below = heap[child] as Run;
    if (isBefore(run, below)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = run;
}

/** Nearly always they are already, and looking is much cheaper than sorting. */
function inOrder(batch: EventBatch): EventBatch {
  const { times } = batch;
  for (let at = 1; at < times.length; at++) {
    if ((times[at] as number) < (times[at - 1] as number)) {
      const events = batch.eventsFrom(0).sort((a, b) => a.observedTime - b.observedTime);
      return EventBatch.of(events, batch.fleet);
    }
  }
  return batch;
}

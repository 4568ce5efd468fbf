import type { DoorsClosed } from '@mortsafe/agent-events/codec';

/** When the doors were closed, and how time passes there. */
export interface ClosedDoors {
  hear(closed: DoorsClosed): void;
  /** Moves on to a time, as far as it is known that the doors were open again. */
  advance(time: number): Advance;
  /** For a checkpoint. */
  saved(): SavedClosedDoors;
}

export interface Advance {
  /** Where to stop on the way, in order. */
  stops: Stop[];
  /** Time goes so far, and no further. */
  end: number;
}

export interface Stop {
  at: number;
  /** Nobody could be heard until here: silence is counted afresh. Otherwise time passes as ever. */
  afresh: boolean;
}

export interface SavedClosedDoors {
  closed: DoorsClosed[];
  reached: number;
}

/** Whoever writes by the doors tries again ever more rarely, and may find them open so much later. */
const RETRY_MS_MAX = 45_000;
/** Silence is counted afresh in as many steps until then. */
const STEPS = 8;
/** Two lie further apart, so that there are never many at once. */
const CLOSED_MAX = 1_000;

/**
 * Keeps when the doors were closed. Time goes up to where they closed and then at once to where they opened, and as
 * long again as they were closed, but 45 s at most, nobody is missed: those who are cut off do not notice at once
 * that they no longer are.
 */
export function createClosedDoors(from: SavedClosedDoors = { closed: [], reached: 0 }): ClosedDoors {
  let closed = [...from.closed];
  let { reached } = from;

  return {
    hear(heard) {
      if (heard.to <= reached) return;
      // Each of several route steps tells of it as it saw it.
      const isSame = (one: DoorsClosed): boolean => one.from <= heard.to && heard.from <= one.to;
      const whole = closed.filter(isSame).reduce(union, heard);
      closed = [...closed.filter((one) => !isSame(one)), whole].slice(-CLOSED_MAX);
    },
    advance(time) {
      const before = reached;
      const within = closed.filter((one) => one.from < time && time < one.to).map((one) => one.from);
      reached = Math.max(reached, Math.min(time, ...within));
      const stops = closed.flatMap(stopsOf).filter(({ at }) => before < at && at <= reached);
      closed = closed.filter((one) => one.to + lateness(one) > reached);
      return { stops: stops.sort((a, b) => a.at - b.at), end: reached };
    },
    saved: () => ({ closed, reached }),
  };
}

const union = (a: DoorsClosed, b: DoorsClosed): DoorsClosed => ({
  from: Math.min(a.from, b.from),
  to: Math.max(a.to, b.to),
});

const lateness = ({ from, to }: DoorsClosed): number => Math.min(to - from, RETRY_MS_MAX);

function stopsOf(closed: DoorsClosed): Stop[] {
  const stepMs = lateness(closed) / STEPS;
  const steps = Array.from({ length: STEPS + 1 }, (_, step) => Math.floor(closed.to + step * stepMs));
  return [{ at: closed.from, afresh: false }, ...steps.map((at) => ({ at, afresh: true }))];
}

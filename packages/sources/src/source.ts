import type { AgentEvent, Origin } from '@mortsafe/agent-events';

/** Something that arrived, and where: a line number, a record of a request, an offset. */
export interface Delivery<Body = unknown> {
  position: string;
  body: Body;
}

/** Yields batches of what arrives and knows nothing of events; what has been dealt with is known to the reader. */
export interface Source<Body = unknown> {
  name: string;
  read(signal?: AbortSignal): Iterable<Delivery<Body>[]> | AsyncIterable<Delivery<Body>[]>;
}

/** What became of a delivery: `drop` is not ours, `reject` is ours but broken. Never thrown. */
export type Decoded =
  | { kind: 'event'; event: AgentEvent }
  | { kind: 'drop'; reason: string }
  | { kind: 'reject'; reason: string };

/** The most bytes of a rejected delivery that are kept. */
export const REJECTED_BYTES_MAX = 4_096;

export interface Rejection {
  reason: string;
  position: string;
  /** What was rejected, without content attributes; the first 4 KiB. Empty where content could not be told apart. */
  bytes: Uint8Array;
}

/** What a door knows of who came in by it. */
export interface DoorPass {
  origin: Origin;
  /** Globs of the fleets it may speak for. Default all. */
  fleets?: string[];
  /** The agent id that it authenticated. */
  sender?: string;
}

/** Keeps the first 4 KiB of what was rejected. */
export function rejection(reason: string, position: string, kept: string | Uint8Array = ''): Rejection {
  const bytes = typeof kept === 'string' ? Buffer.from(kept.slice(0, REJECTED_BYTES_MAX)) : kept;
  // A copy: a view would keep the whole chunk it was cut from in memory.
  return { reason, position, bytes: Uint8Array.from(bytes.subarray(0, REJECTED_BYTES_MAX)) };
}

import type { AgentEvent, Origin } from '@mortsafe/agent-events';

/** Something that arrived, and where: a record of a request, an offset of a topic. */
export interface Delivery<Body = Uint8Array> {
  position: string;
  body: Body;
}

/** Yields batches of what arrives; what has been dealt with is known to its reader alone. */
export interface Source<Batch = Delivery[]> {
  name: string;
  /** Ends with what it reads, or soon after the signal. */
  read(signal?: AbortSignal): AsyncIterable<Batch>;
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

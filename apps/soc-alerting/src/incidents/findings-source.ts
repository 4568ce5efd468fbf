import type { AgentEvent, Finding, OrderState, ShieldingAct } from '@mortsafe/agent-events';

/** Some of what the detector reports, in its order, and where to read on once they are stored. */
export interface FindingBatch {
  findings: readonly Finding[];
  /** Default none. */
  acts?: readonly ShieldingAct[];
  /** Default none. */
  orders?: readonly OrderState[];
  /** What happened to agents that findings name. Default none. */
  timeline?: readonly AgentEvent[];
  /** The position after the last of them. May move on without any. */
  next: number;
}

/** Where findings come from: a log that can be read again from any position. */
export interface FindingsSource {
  /** Names the log; a position is kept for each name. Default `findings`. */
  name?: string;
  /** Batches from position `from` (0 is the beginning) on, in order, until the signal aborts (or has aborted) or the log ends. */
  read(from: number, signal: AbortSignal): AsyncIterable<FindingBatch>;
}

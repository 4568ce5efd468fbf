import type { AgentEvent } from '@mortsafe/agent-events';
import type { BeatIds } from './beat-ids.ts';
import type { AgentRecord, LinkRecord } from './records.ts';
import type { Rows } from './rows.ts';

/**
 * Where an agent is kept while nothing happens to it but its heartbeats.
 *
 * Most agents, most of the time, are one launch that beats. Of such a one everything is in its seat and in two rows of
 * numbers, and its record is made anew when somebody asks for it; of others the seat keeps the record.
 */
export interface Seat {
  readonly id: string;
  row: number;
  /** Of its newest launch, as the rest of these; only while it is steady. */
  instance: string;
  host: string | undefined;
  /** Id of its first event. Only where it has no record. */
  firstId: string;
  record: AgentRecord | undefined;
  aside: Aside | undefined;
}

/** What few steady agents have. */
export interface Aside {
  /** Only where it has no record. */
  links: Map<string, LinkRecord> | undefined;
  /** What it last sent itself, where that was no heartbeat. */
  lastEvent: AgentEvent | undefined;
}

/** What an agent with a record may be known by beside its launches: others have none of it. */
export type Marks = Readonly<Pick<AgentRecord, 'orders' | 'bereavedBy' | 'fingerprint'>>;

export const noMarks: Marks = Object.freeze({ orders: [], bereavedBy: [], fingerprint: undefined });

/** Numbers of steady agents: what a heartbeat changes, and what stays. */
export interface Vitals {
  changing: Rows;
  lasting: Rows;
  /** Ids of their last heartbeats, by row: beside the rows, a heartbeat touches nothing else. */
  beatIds: BeatIds;
}

/** Columns of `changing`: 64 bytes, so that a heartbeat touches one line of the cache or two. */
export const FLAGS = 0;
export const LAST_SIGN = 1;
export const LAST_OWN = 2;
export const LAST_BEAT = 3;
/** The time that its last heartbeat claims; at least the one its start claims. */
export const CLAIMED = 4;
export const SEQUENCE = 5;
export const INTERVAL = 6;
export const STEP = 7;
export const CHANGING_WIDTH = 8;

/** Columns of `lasting`. */
export const FIRST_SEEN = 0;
export const CLAIMED_START = 1;
export const FIRST_SEQUENCE = 2;
export const LASTING_WIDTH = 3;

/** The rows hold: it is alive, watched, under no order, and its newest launch is heart-beating. */
export const STEADY = 1;
/** Its record has been given out, and is to be seated again. */
export const AWAKE = 2;
/** What it last sent itself was no heartbeat: it is in `aside`. */
export const OTHER_LAST = 4;
/** Its last heartbeat, or its first, came with a sender: itself. */
export const SENDER = 8;
export const FIRST_SENDER = 16;

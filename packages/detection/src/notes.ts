/**
 * What is noted of an event when it comes, so that it need not be looked at again when the reorder window has passed:
 * columns of `Waiting.notes`. All but the first are there for plain heartbeats only.
 */
export const OBSERVED = 0;
/** What it claims; not a number where nothing is noted, and the event is to be handled like any. */
export const TIME = 1;
export const SEQUENCE = 2;
/** Below zero where it came with its sender's name. */
export const INTERVAL = 3;
export const WIDTH = 4;

/** Columns of `Waiting.hashes`, where something is noted: of agent, instance and host. */
export const NAMES_LOW = 0;
export const NAMES_HIGH = 1;
/** Of its id, for the filter of repeats. */
export const ID_LOW = 2;
export const ID_HIGH = 3;
export const HASHES = 4;

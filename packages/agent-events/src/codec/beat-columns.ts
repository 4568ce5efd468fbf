/** What is kept of a heartbeat in columns, in `BeatColumns.numbers`. */
export const TIME = 0;
export const SEQUENCE = 1;
/** Below zero where it came with its sender's name, which is the agent's. */
export const INTERVAL = 2;
export const NUMBERS = 3;

/** Its texts, in `BeatColumns.spans`: each where it begins, and then where it ends. */
export const ID = 0;
export const AGENT = 2;
export const INSTANCE = 4;
export const HOST = 6;
export const SPANS = 8;
/** Where a text that is not there begins. */
export const ABSENT = -1;

/** The first byte of a message. JSON begins with a brace, which no version will ever be. */
export const VERSION = 1;
export const BRACE = 0x7b;

/** The second byte: what the message holds. */
export const EVENTS = 1;
export const PROGRESS = 2;
export const CLOSED = 3;

/** The bounds of what we accept. Lengths are UTF-16 code units. */

export const idMaxChars = 256;
export const textMaxChars = 4096;
export const locationMaxChars = 2048;
export const listMaxEntries = 1_000;
export const echoMaxChars = 80;

const DAY_MS = 86_400_000;

export const durationMsMax = 30 * DAY_MS;
/** 1970-01-01T00:00:00Z; anything before is a clock that was never set. */
export const timeMsMin = 0;
/** 2200-01-01T00:00:00Z */
export const timeMsMax = Date.UTC(2200, 0, 1);

export const globMaxChars = 512;
export const globTextMaxChars = 4096;

export const policyMaxBytes = 1_048_576;
export const policyEntriesMax = 1_000;

/** Of one event as JSON. */
export const lineMaxBytes = 1_048_576;

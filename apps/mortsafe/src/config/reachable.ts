import { LOOPBACK } from './read-config.ts';

/** A door that listens everywhere is reached here, too. */
export const reachable = (url: string): string => url.replace(/\/\/(0\.0\.0\.0|\[::\]):/, `//${LOOPBACK}:`);

/** The fleet of the canary, which beats through every door. Its beats are seen, counted and painted nowhere. */
export const CANARY_FLEET = 'mortsafe.canary';

/** What is found about mortsafe itself is found of this fleet. */
export const MONITOR_FLEET = 'mortsafe.monitor';

const DRILL_PREFIX = 'mortsafe.drill.';

/** The fleet that plays the part of the attacked in a drill of this name. */
export const drillFleet = (name: string): string => `${DRILL_PREFIX}${name}`;

/** Whether what is found of this fleet was played. */
export const isDrillFleet = (fleet: string): boolean => fleet.startsWith(DRILL_PREFIX);

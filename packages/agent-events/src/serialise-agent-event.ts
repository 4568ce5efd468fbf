import type { AgentEvent } from './events.ts';

/**
 * One line of JSON, without a line feed: camelCase, times as epoch milliseconds.
 * `parseAgentEvent(JSON.parse(line))` gives the same event.
 */
export const serialiseAgentEvent = (event: AgentEvent): string => JSON.stringify(event);

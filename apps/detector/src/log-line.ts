import { type AgentEvent, parseAgentEvent, serialiseAgentEvent } from '@mortsafe/agent-events';

/**
 * One line of the `agent-events` log: an event; how far the doors have been read; or that they were closed until
 * now. Nothing else moves the detector, so the same log always makes the same findings.
 */
export type LogLine =
  | { kind: 'event'; event: AgentEvent }
  | { kind: 'progress' | 'reopened'; timeMs: number }
  | { kind: 'reject'; reason: string };

export const eventLine = (event: AgentEvent): string => serialiseAgentEvent(event);

export const progressLine = (timeMs: number): string => JSON.stringify({ progress: timeMs });

export const reopenedLine = (timeMs: number): string => JSON.stringify({ reopened: timeMs });

/** Reads a line back. A line that cannot be read is a value, for the log may come from another version. */
export function readLogLine(body: string): LogLine {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { kind: 'reject', reason: 'not JSON' };
  }
  return markIn(value) ?? parseAgentEvent(value);
}

function markIn(value: unknown): LogLine | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const kind of ['progress', 'reopened'] as const) {
    const timeMs: unknown = (value as Record<string, unknown>)[kind];
    if (Number.isSafeInteger(timeMs)) return { kind, timeMs: Number(timeMs) };
  }
  return undefined;
}

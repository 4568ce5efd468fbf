import { type AgentEvent, parseAgentEvent, serialiseAgentEvent } from '@mortsafe/agent-events';

/**
 * One line of the `agent-events` log: an event, or how far the doors have been read.
 * Nothing else moves the detector, so the same log always makes the same findings.
 */
export type LogLine =
  | { kind: 'event'; event: AgentEvent }
  | { kind: 'progress'; timeMs: number }
  | { kind: 'reject'; reason: string };

export const eventLine = (event: AgentEvent): string => serialiseAgentEvent(event);

export const progressLine = (timeMs: number): string => JSON.stringify({ progress: timeMs });

/** Reads a line back. A line that cannot be read is a value, for the log may come from another version. */
export function readLogLine(body: string): LogLine {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { kind: 'reject', reason: 'not JSON' };
  }
  const progress = progressOf(value);
  if (progress !== undefined) return { kind: 'progress', timeMs: progress };
  return parseAgentEvent(value);
}

function progressOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('progress' in value)) return undefined;
  return Number.isSafeInteger(value.progress) ? Number(value.progress) : undefined;
}

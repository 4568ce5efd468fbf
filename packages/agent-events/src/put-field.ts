/**
 * Writes a field of an event. The names that nearly every event has are written down, for engines write a property
 * so several times as fast as one whose name they must look up.
 */
export function putField(event: Record<string, unknown>, name: string, value: unknown): void {
  if (name === 'sequence') event.sequence = value;
  else if (name === 'interval') event.interval = value;
  else if (name === 'operation') event.operation = value;
  else if (name === 'peer') event.peer = value;
  else if (name === 'tool') event.tool = value;
  else if (name === 'protocol') event.protocol = value;
  else if (name === 'reason') event.reason = value;
  else event[name] = value;
}

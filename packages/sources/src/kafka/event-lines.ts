import { isUtf8 } from 'node:buffer';
import type { DoorContext } from '../dialects/dialect.ts';
import { judge } from '../dialects/judge.ts';
import { rejection } from '../source.ts';
import type { FromDoor } from './door-topics.ts';

/** Of one message. */
const LINES_MAX = 10_000;

/** Our own events as JSON, one object a line, in one message. Never throws. */
export function eventLines(bytes: Uint8Array, position: string, context: DoorContext): FromDoor {
  const found: FromDoor = { events: [], rejections: [], drops: [] };
  if (!isUtf8(bytes)) {
    found.rejections.push(rejection('not valid UTF-8', position, bytes));
    return found;
  }
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString().split('\n');
  if (lines.length > LINES_MAX) {
    found.rejections.push(rejection(`more than ${LINES_MAX} lines in one message`, position, bytes));
    return found;
  }
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const decoded = decodeLine(line, context);
    if (decoded.kind === 'event') found.events.push(decoded.event);
    else if (decoded.kind === 'drop') found.drops.push(decoded.reason);
    else found.rejections.push(rejection(decoded.reason, `${position}#${index}`, line));
  }
  return found;
}

function decodeLine(line: string, context: DoorContext): ReturnType<typeof judge> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'reject', reason: 'not valid JSON' };
  }
  return judge(value as object, context);
}

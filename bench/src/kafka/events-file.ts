import { createReadStream, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type AgentEvent, parseAgentEvent } from '@mortsafe/agent-events';
import type { Expected } from './fleet-stream.ts';

const EVENTS_A_BATCH = 4_096;

/** What must be found in the file of events beside it. */
export function expectedBeside(file: string): { lastTime: number; expected: Expected } {
  const { lastTime, findings } = JSON.parse(readFileSync(join(dirname(file), 'expected.json'), 'utf8')) as {
    lastTime: number;
    findings: Expected;
  };
  return { lastTime, expected: findings };
}

/** Reads events, one a line. */
export async function* eventsIn(file: string): AsyncGenerator<AgentEvent[]> {
  let batch: AgentEvent[] = [];
  for await (const line of createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }) })) {
    const parsed = parseAgentEvent(JSON.parse(line));
    if (parsed.kind === 'reject') throw new Error(`an event of ${file} is refused: ${parsed.reason}`);
    batch.push(parsed.event);
    if (batch.length < EVENTS_A_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

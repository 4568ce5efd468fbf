import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { type AgentEvent, parseAgentEvent } from '@mortsafe/agent-events';
import type { Io } from '../io.ts';
import type { EventStream } from './merge.ts';

const BATCH = 1_000;

export async function* readRecording(
  file: string,
  io: Io,
  malformed: (position: string, reason: string) => void,
): EventStream {
  let number = 0;
  let batch: AgentEvent[] = [];
  for await (const line of createInterface({ input: open(file, io), crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    const parsed = parseLine(line);
    if (parsed.kind === 'event') batch.push(parsed.event);
    else malformed(`${file}:${number}`, parsed.reason);
    if (batch.length >= BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function parseLine(line: string): ReturnType<typeof parseAgentEvent> {
  try {
    return parseAgentEvent(JSON.parse(line));
  } catch {
    return { kind: 'reject', reason: 'not JSON' };
  }
}

function open(file: string, io: Io): NodeJS.ReadableStream {
  if (file === '-') return io.stdin;
  const bytes = createReadStream(resolve(io.cwd, file));
  if (file.endsWith('.gz')) return bytes.pipe(createGunzip());
  if (file.endsWith('.zst')) return bytes.pipe(createZstdDecompress());
  return bytes;
}

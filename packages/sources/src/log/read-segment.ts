import { open } from 'node:fs/promises';
import { LogError } from './log-error.ts';
import { decodeLine } from './record-line.ts';
import { corruptAt } from './recover-tail.ts';
import { scanLines } from './scan-lines.ts';
import { indexRecord, nearestIndexed, type Segment } from './segment.ts';

/** Stops a batch of large records; one record is always served. */
const BATCH_BYTES_MAX = 8 * 1_048_576;

export interface StoredRecord {
  offset: number;
  body: string;
}

/**
 * Reads records `from` (included) to `end` (excluded) of one segment, at most `max` and 8 MiB of them.
 *
 * @throws {LogError} `corrupt`: the record at hand is damaged. `unreadable`: its file is missing.
 */
export async function readSegment(
  segment: Segment,
  from: number,
  end: number,
  max: number,
): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  const until = Math.min(end, from + max);
  let { offset: expected, position: nextPosition } = nearestIndexed(segment, from);
  let bytes = 0;
  let damaged = false;

  const handle = await open(segment.file, 'r').catch((cause: unknown) => {
    throw new LogError('unreadable', `${segment.file} cannot be read`, { cause });
  });
  try {
    const { size } = await handle.stat();
    await scanLines(handle, nextPosition, size, ({ buffer, start, end: lineEnd, position, whole }) => {
      const line = whole ? decodeLine(buffer, start, lineEnd) : undefined;
      if (line?.offset !== expected) {
        damaged = true;
        return 'stop';
      }
      indexRecord(segment, expected, position);
      if (expected >= from) {
        records.push({ offset: expected, body: buffer.toString('utf8', line.bodyStart, line.bodyEnd) });
        bytes += line.bodyEnd - line.bodyStart;
      }
      expected++;
      nextPosition = position + (lineEnd - start) + 1;
      return expected >= until || bytes >= BATCH_BYTES_MAX ? 'stop' : 'continue';
    });
  } finally {
    await handle.close();
  }
  // What is whole is served first; the damage is reported when reading reaches it.
  if (records.length === 0 && (damaged || expected < until)) throw corruptAt(segment, expected, nextPosition);
  return records;
}

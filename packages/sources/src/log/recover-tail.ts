import type { FileHandle } from 'node:fs/promises';
import { LogError } from './log-error.ts';
import { decodeLine } from './record-line.ts';
import { scanLines } from './scan-lines.ts';
import { indexRecord, type Segment } from './segment.ts';

/**
 * Finds the end of the last segment and cuts what a crash left half written.
 *
 * A damaged line is a torn tail only if no commit begins after it: a commit begins only once the one before
 * it is on disk, so a later beginning proves that acknowledged records are damaged, and those are not cut.
 *
 * @returns The next offset and the file's length.
 * @throws {LogError} `corrupt`.
 */
export async function recoverTail(
  handle: FileHandle,
  segment: Segment,
): Promise<{ next: number; bytes: number }> {
  const { size } = await handle.stat();
  let next = segment.first;
  let bytes = 0;
  let torn = false;
  let corrupt = false;

  await scanLines(handle, 0, size, ({ buffer, start, end, position, whole }) => {
    const line = whole ? decodeLine(buffer, start, end) : undefined;
    if (torn) {
      corrupt = line?.startsCommit ?? false;
      return corrupt ? 'stop' : 'continue';
    }
    if (line?.offset !== next) {
      torn = true;
      corrupt = line?.startsCommit ?? false;
      return corrupt ? 'stop' : 'continue';
    }
    indexRecord(segment, next, position);
    next++;
    bytes = position + (end - start) + 1;
    return 'continue';
  });

  if (corrupt) throw corruptAt(segment, next, bytes);
  if (bytes < size) {
    await handle.truncate(bytes);
    await handle.sync();
  }
  return { next, bytes };
}

export const corruptAt = ({ file }: Segment, offset: number, position: number): LogError =>
  new LogError('corrupt', `${file}: record ${offset} is damaged at byte ${position}`);

import type { FileHandle } from 'node:fs/promises';
import { LINE_BYTES_MAX } from './record-line.ts';

const CHUNK_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

/** A line lies in `buffer` from `start` to `end`, without its line end, and at `position` in the file. */
export type OnLine = (line: {
  buffer: Buffer;
  start: number;
  end: number;
  position: number;
  /** False when it is longer than any record, or when the file ends before the line does. */
  whole: boolean;
}) => 'continue' | 'stop';

/**
 * Calls back for each line of a file between two positions. Holds one chunk and one line in memory, however
 * long a damaged stretch without a line end may be.
 */
export async function scanLines(handle: FileHandle, from: number, to: number, onLine: OnLine): Promise<void> {
  let buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, to - from));
  let held = 0; // Bytes of an unfinished line at the buffer's start.
  let next = from; // Where the file is read next.
  let lineAt = from; // Where the unfinished line began.
  let overlong = false;

  while (next < to) {
    if (held === buffer.length) buffer = grow(buffer);
    const wanted = Math.min(buffer.length - held, to - next);
    const { bytesRead } = await handle.read(buffer, held, wanted, next);
    if (bytesRead === 0) break;
    next += bytesRead;

    const filled = held + bytesRead;
    let start = 0;
    for (
      let end = buffer.indexOf(NEWLINE, held);
      end !== -1 && end < filled;
      end = buffer.indexOf(NEWLINE, start)
    ) {
      if (onLine({ buffer, start, end, position: lineAt, whole: !overlong }) === 'stop') return;
      lineAt = next - filled + end + 1;
      start = end + 1;
      overlong = false;
    }
    held = filled - start;
    if (held > LINE_BYTES_MAX) {
      overlong = true;
      held = 0;
    }
    buffer.copyWithin(0, filled - held, filled);
  }
  if (lineAt < next) onLine({ buffer, start: 0, end: held, position: lineAt, whole: false });
}

function grow(buffer: Buffer): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(Math.min(buffer.length * 2, LINE_BYTES_MAX + CHUNK_BYTES));
  buffer.copy(larger);
  return larger;
}

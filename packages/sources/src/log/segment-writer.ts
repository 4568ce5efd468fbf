import { type FileHandle, open } from 'node:fs/promises';
import { LogError } from './log-error.ts';
import { encodeLines } from './record-line.ts';
import { recoverTail } from './recover-tail.ts';
import { type Segment, segmentAt, syncDirectory } from './segment.ts';

export interface SegmentWriter {
  /** The next offset; everything before it is on disk. */
  end(): number;
  /** Resolves to the first offset once the records are on disk. */
  write(bodies: readonly string[], bytes: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Writes at the end of the last segment and begins a new one when it is full.
 *
 * @param segments - In order; new ones are added to it.
 * @param sync - Puts on disk what was written.
 */
export async function openSegmentWriter(
  directory: string,
  segments: Segment[],
  segmentBytes: number,
  sync: (handle: FileHandle) => Promise<void> = (handle) => handle.datasync(),
): Promise<SegmentWriter> {
  let segment = segments.at(-1) ?? segmentAt(directory, 0);
  let handle = await open(segment.file, segments.length === 0 ? 'wx+' : 'r+');
  if (segments.length === 0) segments.push(segment);
  await syncDirectory(directory);
  let { next, bytes: position } = await recovered(handle, segment);
  let broken: unknown;

  async function rotate(): Promise<void> {
    const fresh = segmentAt(directory, next);
    const freshHandle = await open(fresh.file, 'w+');
    await syncDirectory(directory);
    const full = handle;
    [segment, handle, position] = [fresh, freshHandle, 0];
    segments.push(fresh);
    await full.close();
  }

  async function write(bodies: readonly string[], bytes: number): Promise<number> {
    if (broken !== undefined) throw failed(segment, broken);
    if (position >= segmentBytes) {
      await rotate().catch((cause: unknown) => {
        throw failed(segment, cause);
      });
    }
    const lines = encodeLines(bodies, bytes, next);
    await writeAt(handle, lines, position).catch(async (cause: unknown) => {
      // Nothing of it was acknowledged. If it cannot be taken back, the file's end is not known any more.
      await handle.truncate(position).catch(() => {
        broken = cause;
      });
      throw failed(segment, cause);
    });
    await sync(handle).catch((cause: unknown) => {
      broken = cause; // After a failed fsync the system may drop what it held: a second one proves nothing.
      throw failed(segment, cause);
    });
    const first = next;
    position += lines.length;
    next += bodies.length;
    return first;
  }

  return { end: () => next, write, close: () => handle.close() };
}

async function recovered(handle: FileHandle, segment: Segment): Promise<{ next: number; bytes: number }> {
  try {
    return await recoverTail(handle, segment);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function writeAt(handle: FileHandle, lines: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < lines.length) {
    const { bytesWritten } = await handle.write(lines, written, lines.length - written, position + written);
    written += bytesWritten;
  }
}

const failed = ({ file }: Segment, cause: unknown): LogError =>
  new LogError(
    'failed',
    `${file}: cannot be written (${(cause as NodeJS.ErrnoException).code ?? 'unknown'})`,
    {
      cause,
    },
  );

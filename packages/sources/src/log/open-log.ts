import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type Appended, createGroupCommit } from './group-commit.ts';
import { lockDirectory } from './lock.ts';
import { LogError } from './log-error.ts';
import { readSegment, type StoredRecord } from './read-segment.ts';
import { RECORD_BYTES_MAX } from './record-line.ts';
import { listSegments, type Segment, syncDirectory } from './segment.ts';
import { openSegmentWriter } from './segment-writer.ts';
import { createWaiters } from './waiters.ts';

const SEGMENT_BYTES = 64 * 1_048_576;

export interface LogOptions {
  /** A segment that has reached it is followed by a new one. Default 64 MiB. */
  segmentBytes?: number;
  /** What messages call it. Default the directory's last name. */
  name?: string;
}

export interface EventLog {
  readonly name: string;
  /**
   * Stores records; appends that arrive together share one fsync.
   *
   * @param records - At most 1 MiB of UTF-8 each, without line feeds; 64 MiB may wait in all.
   * @returns Their offsets, once they are on disk. Those of one call follow each other.
   * @throws {LogError} `busy`, `failed` or `closed`: they are not stored, or not known to be.
   * @throws {TypeError} A record is too long or holds a line feed.
   */
  append(records: readonly string[]): Promise<Appended>;
  /**
   * Reads stored records from an offset, at most `max` and about 8 MiB of them; none at the end.
   *
   * @returns The records, and the offset to read next.
   * @throws {LogError} `dropped`, `corrupt` (with file and byte), `unreadable` or `closed`.
   */
  read(from: number, max: number): Promise<{ records: StoredRecord[]; next: number }>;
  /** The oldest offset that is kept. */
  start(): number;
  /** The next offset; every record before it is on disk. */
  end(): number;
  /** Resolves to true once the record at `offset` is stored; to false when aborted or closed before that. */
  waitFor(offset: number, signal?: AbortSignal): Promise<boolean>;
  /** Lets go of segments that hold only records before `offset`. The one being written always stays. */
  dropBefore(offset: number): Promise<void>;
  /** Stores what is waiting, then gives the directory up. */
  close(): Promise<void>;
}

/**
 * Opens an append-only log in a directory of its own: what `append` has answered is there after `kill -9`,
 * in order and once. What a crash left half written is cut; damage to stored records is reported, never skipped.
 *
 * @throws {LogError} `locked`, `corrupt` or `unreadable`.
 * @example
 * const log = await openLog('data/agent-events');
 * const { next } = await log.append(['{"id":"1"}']);
 */
export async function openLog(directory: string, options: LogOptions = {}): Promise<EventLog> {
  const { segmentBytes = SEGMENT_BYTES, name = basename(directory) } = options;
  await mkdir(directory, { recursive: true });
  await syncDirectory(dirname(directory));
  const unlock = await lockDirectory(directory);
  try {
    const segments = await listSegments(directory);
    const writer = await openSegmentWriter(directory, segments, segmentBytes);
    return createLog({ directory, name, segments, writer, unlock });
  } catch (error) {
    await unlock();
    throw error;
  }
}

interface LogParts {
  directory: string;
  name: string;
  segments: Segment[];
  writer: Awaited<ReturnType<typeof openSegmentWriter>>;
  unlock: () => Promise<void>;
}

function createLog({ directory, name, segments, writer, unlock }: LogParts): EventLog {
  const waiters = createWaiters();
  const commits = createGroupCommit(name, async (bodies, bytes) => {
    const first = await writer.write(bodies, bytes);
    waiters.wake(writer.end());
    return first;
  });
  const start = () => segments[0]?.first ?? 0;
  let closing: Promise<void> | undefined;
  const whenOpen = () => {
    if (closing) throw new LogError('closed', `${name} is closed`);
  };

  async function close(): Promise<void> {
    await commits.idle();
    waiters.release();
    await writer.close();
    await unlock();
  }

  return {
    name,
    start,
    end: writer.end,
    async append(records) {
      whenOpen();
      const bytes = bytesOf(records);
      if (records.length === 0) return { first: writer.end(), next: writer.end() };
      return commits.add(records, bytes);
    },
    async read(from, max) {
      whenOpen();
      if (from < start()) throw new LogError('dropped', `${name} begins at ${start()}; ${from} is not kept`);
      if (from > writer.end()) throw new RangeError(`${name} ends at ${writer.end()}; ${from} is past it`);
      if (from === writer.end() || max <= 0) return { records: [], next: from };
      const at = segments.findLastIndex(({ first }) => first <= from);
      const segment = segments[at] as Segment;
      const records = await readSegment(segment, from, segments[at + 1]?.first ?? writer.end(), max);
      return { records, next: from + records.length };
    },
    async waitFor(offset, signal) {
      if (offset < writer.end()) return true;
      return closing ? false : waiters.add(offset, signal);
    },
    async dropBefore(offset) {
      whenOpen();
      while (segments[1] && segments[1].first <= offset) {
        const [dropped] = segments.splice(0, 1);
        if (dropped) await rm(dropped.file, { force: true });
      }
      await syncDirectory(directory);
    },
    close: () => (closing ??= close()),
  };
}

function bytesOf(records: readonly string[]): number {
  let sum = 0;
  for (const record of records) {
    const bytes = Buffer.byteLength(record);
    if (bytes > RECORD_BYTES_MAX)
      throw new TypeError(`a record holds ${bytes} bytes; ${RECORD_BYTES_MAX} are allowed`);
    if (record.includes('\n')) throw new TypeError('a record holds a line feed');
    sum += bytes;
  }
  return sum;
}

import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LogError } from './log-error.ts';

const INDEX_EVERY_BYTES = 64 * 1024;
const FILE_NAME = /^(\d{16})\.v(\d+)\.log$/;
const VERSION = 1;

/** One file of a log, named after its first offset and the version of its format. */
export interface Segment {
  file: string;
  first: number;
  /** Where some of its records begin, in order and as far as it has been read: reading starts at the nearest one. */
  index: { offset: number; position: number }[];
}

export const segmentAt = (directory: string, first: number): Segment => ({
  file: join(directory, `${String(first).padStart(16, '0')}.v${VERSION}.log`),
  first,
  index: [{ offset: first, position: 0 }],
});

/** @throws {LogError} `unreadable`: a file was written by a version this program does not know. */
export async function listSegments(directory: string): Promise<Segment[]> {
  const segments: Segment[] = [];
  for (const name of (await readdir(directory)).sort()) {
    const [, first, version] = FILE_NAME.exec(name) ?? [];
    if (first === undefined) continue;
    if (Number(version) !== VERSION) {
      throw new LogError(
        'unreadable',
        `${join(directory, name)} is of version ${version}; this program reads ${VERSION}`,
      );
    }
    segments.push(segmentAt(directory, Number(first)));
  }
  return segments;
}

/** Remembers where a record begins, unless a near one is known already. */
export function indexRecord({ index }: Segment, offset: number, position: number): void {
  const last = index.at(-1);
  if (last && position - last.position >= INDEX_EVERY_BYTES) index.push({ offset, position });
}

export function nearestIndexed({ index }: Segment, offset: number): { offset: number; position: number } {
  let low = 0;
  let high = index.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((index[middle]?.offset ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return index[low] ?? { offset, position: 0 };
}

/** Makes the names in a directory as durable as the files they name. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return; // Directories cannot be opened there.
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

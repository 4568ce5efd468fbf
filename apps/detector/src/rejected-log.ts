import { Buffer } from 'node:buffer';
import { appendFile, rename, stat } from 'node:fs/promises';
import type { Rejection } from '@mortsafe/sources';

export interface RejectedLog {
  add(rejections: readonly Rejection[]): Promise<void>;
  /** How many so far, by reason. */
  counts(): Readonly<Record<string, number>>;
}

const FILE_BYTES_MAX = 8 * 1024 * 1024;
const REASONS_MAX = 100;
const OTHER_REASONS = 'other';

/**
 * Sets aside what could not be read, one JSON object a line, so that a person can see why.
 * At most two files of 8 MiB: a flood of broken input fills no disk. Counting goes on for ever.
 */
export function openRejectedLog(file: string, now: () => number, fileBytesMax = FILE_BYTES_MAX): RejectedLog {
  const counts = new Map<string, number>();
  let bytes: number | undefined;
  let queue = Promise.resolve();

  const count = (reason: string): void => {
    const key = counts.has(reason) || counts.size < REASONS_MAX ? reason : OTHER_REASONS;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };

  const write = async (text: string): Promise<void> => {
    bytes ??= await sizeOf(file);
    if (bytes > 0 && bytes + text.length > fileBytesMax) {
      await rename(file, `${file}.1`);
      bytes = 0;
    }
    await appendFile(file, text, { mode: 0o600 });
    bytes += Buffer.byteLength(text);
  };

  return {
    add(rejections) {
      for (const { reason } of rejections) count(reason);
      const text = rejections.map((rejection) => `${lineOf(rejection, now())}\n`).join('');
      // What is lost here is a convenience for people, so a full disk must not stop the door.
      queue = queue.then(() => write(text)).catch(() => count('could not be set aside'));
      return queue;
    },
    counts: () => Object.fromEntries(counts),
  };
}

function lineOf({ reason, position, bytes }: Rejection, timeMs: number): string {
  return JSON.stringify({
    time: new Date(timeMs).toISOString(),
    reason,
    position,
    bytes: Buffer.from(bytes).toString('base64'),
  });
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

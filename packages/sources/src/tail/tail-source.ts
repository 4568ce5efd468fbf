import { Buffer } from 'node:buffer';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Rejection, rejection, type Source } from '../source.ts';
import { createLineSplitter, LINE_BYTES_MAX } from './line-splitter.ts';

/** Up to where a file has been dealt with. */
export interface TailPosition {
  /** Which file it was: names move on when files are rotated. */
  inode: number;
  /** In bytes; where a line begins. */
  offset: number;
}

export type TailStep =
  | { kind: 'lines'; lines: Buffer[]; rejections: Rejection[]; position: TailPosition }
  /** Something for the operator: the file is away, or what was written meanwhile cannot be found. */
  | { kind: 'notice'; text: string };

export interface TailOptions {
  file: string;
  /** Where it had got to. Without it, what stands in the file by then is not news. */
  from?: TailPosition | undefined;
  /** How often it looks. Default 500. */
  everyMs?: number;
}

const EVERY_MS = 500;
const CHUNK_BYTES = 262_144;

/**
 * Follows a file that somebody appends lines to, through rotation (by renaming, or by copying and truncating). A file
 * that was rotated while nobody looked is found once more under its name with `.1`. Asking for the next step says that
 * this one has been dealt with. The signal ends it.
 */
export function tailSource({ file, from, everyMs = EVERY_MS }: TailOptions): Source<TailStep> {
  return {
    name: `tail/${file}`,
    async *read(signal) {
      const pause = (): Promise<void> => sleep(everyMs, undefined, signal && { signal }).catch(() => {});
      const running = (): boolean => !signal?.aborted;
      let position = from;
      let awaited = false;
      while (running()) {
        const handle = await open(file).catch(() => undefined);
        if (!handle) {
          if (!awaited) yield { kind: 'notice', text: `${file} cannot be read; waiting for it` };
          awaited = true;
          await pause();
          continue;
        }
        try {
          const { ino, size } = await handle.stat();
          if (position && position.inode !== ino) yield* leftOver(file, position);
          const start = position ? (position.inode === ino ? position.offset : 0) : awaited ? 0 : size;
          for await (const step of follow({ handle, file, inode: ino, start, pause, running })) {
            if (step.kind === 'lines') position = step.position;
            yield step;
          }
          awaited = true; // Its successor is new from its first line on.
          position = undefined;
        } finally {
          await handle.close();
        }
      }
    },
  };
}

/** What was written to the file before it was rotated. */
async function* leftOver(file: string, { inode, offset }: TailPosition): AsyncGenerator<TailStep> {
  const rotated = await open(`${file}.1`).catch(() => undefined);
  try {
    if (!rotated || (await rotated.stat()).ino !== inode) {
      yield { kind: 'notice', text: `${file} was rotated: what was written to it meanwhile is not found` };
      return;
    }
    const once = { handle: rotated, file: `${file}.1`, inode, start: offset, pause: async () => {} };
    yield* follow({ ...once, running: () => true, once: true });
  } finally {
    await rotated?.close();
  }
}

interface Following {
  handle: FileHandle;
  file: string;
  inode: number;
  start: number;
  pause(): Promise<void>;
  running(): boolean;
  /** It is read to its end, and not waited for. */
  once?: boolean;
}

/** Ends when another file has taken the name, and this one is read to its end. */
async function* follow(following: Following): AsyncGenerator<TailStep> {
  const { handle, file, inode, start, pause, running, once = false } = following;
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let splitter = createLineSplitter();
  let at = start;
  let replaced = once;
  const step = (lines: (Buffer | undefined)[]): TailStep => ({
    kind: 'lines',
    lines: lines.filter((line) => line !== undefined),
    rejections: lines
      .filter((line) => line === undefined)
      .map(() => rejection(`a line of more than ${LINE_BYTES_MAX} bytes`, `${file}@${at}`)),
    position: { inode, offset: at - splitter.begun() },
  });
  // Whoever ends before the first line knows where to go on, too.
  yield step([]);
  while (running()) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, at);
    at += bytesRead;
    if (bytesRead > 0) {
      const lines = splitter.feed(chunk.subarray(0, bytesRead));
      if (lines.length > 0) yield step(lines);
      continue;
    }
    if (replaced) {
      const last = splitter.finish();
      if (last.length > 0) yield step(last);
      return;
    }
    if ((await handle.stat()).size < at) {
      // Copied away and emptied: it begins anew.
      at = 0;
      splitter = createLineSplitter();
      continue;
    }
    // What was written until just now is read before its successor.
    replaced = await stat(file).then(
      ({ ino }) => ino !== inode,
      () => false,
    );
    if (!replaced) await pause();
  }
}

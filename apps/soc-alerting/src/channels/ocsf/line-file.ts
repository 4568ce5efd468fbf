import { open } from 'node:fs/promises';
import type { OcsfLine } from './ocsf-channel.ts';

const LINE_BREAK = 0x0a;

/**
 * Appends lines to a file, in order, and has them on disk before it says so. A line that a crash cut off is ended
 * first, so that it spoils no other; whatever turns files over may do so at any time.
 */
export function lineFile(path: string): (lines: readonly OcsfLine[]) => Promise<void> {
  let queue: Promise<unknown> = Promise.resolve();
  return (lines) => {
    const written = queue.then(() => append(path, lines));
    queue = written.catch(() => {});
    return written;
  };
}

async function append(path: string, lines: readonly OcsfLine[]): Promise<void> {
  const file = await open(path, 'a+', 0o640);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const ended = size === 0 || last[0] === LINE_BREAK;
    await file.appendFile(`${ended ? '' : '\n'}${lines.map(({ text }) => `${text}\n`).join('')}`);
    await file.datasync();
  } finally {
    await file.close();
  }
}

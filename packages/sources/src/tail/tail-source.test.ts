import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TailPosition, tailSource } from './tail-source.ts';

const EVERY_MS = 5;
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortsafe-tail-'));
  file = join(folder, 'events.log');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Reads until so many lines have come, doing something to the file after each of them. */
async function read(
  count: number,
  { from, after = {} }: { from?: TailPosition; after?: Record<string, () => Promise<unknown>> } = {},
) {
  const lines: string[] = [];
  const notices: string[] = [];
  const rejected: string[] = [];
  let position = from;
  let begun = false;
  const stopped = new AbortController();
  const tail = tailSource({ file, from, everyMs: EVERY_MS });
  for await (const step of tail.read(stopped.signal)) {
    if (step.kind === 'notice') {
      notices.push(step.text);
      await after.notice?.();
      continue;
    }
    position = step.position;
    if (!begun) await after.begin?.();
    begun = true;
    rejected.push(...step.rejections.map(({ reason }) => reason));
    for (const line of step.lines) {
      lines.push(line.toString());
      await after[line.toString()]?.();
    }
    if (lines.length + rejected.length >= count) stopped.abort();
  }
  return { lines, notices, rejected, position };
}

describe('a tail', () => {
  it('begins with what is written after it began', async () => {
    await writeFile(file, 'old\n');
    const { lines } = await read(2, { after: { begin: () => appendFile(file, 'a\nb\n') } });
    expect(lines).toEqual(['a', 'b']);
  });

  it('goes on where it had got to, and reads a line that was half written again', async () => {
    await writeFile(file, 'old\n');
    const first = await read(1, { after: { begin: () => appendFile(file, 'a\nhal') } });
    expect(first.position?.offset).toBe('old\na\n'.length);
    await appendFile(file, 'f\n');
    expect((await read(1, { from: first.position as TailPosition })).lines).toEqual(['half']);
  });

  it('follows the name when the file is renamed, and misses nothing of either', async () => {
    await writeFile(file, '');
    const rotate = async () => {
      await appendFile(file, 'last');
      await rename(file, `${file}.1`);
      await writeFile(file, 'new\n');
    };
    const { lines } = await read(3, { after: { begin: () => appendFile(file, 'a\n'), a: rotate } });
    expect(lines).toEqual(['a', 'last', 'new']);
  });

  it('finds what was written before a rotation that nobody saw', async () => {
    await writeFile(file, 'old\n');
    const { position } = await read(1, { after: { begin: () => appendFile(file, 'a\n') } });
    await appendFile(file, 'b\n');
    await rename(file, `${file}.1`);
    await writeFile(file, 'c\n');
    expect((await read(2, { from: position as TailPosition })).lines).toEqual(['b', 'c']);
  });

  it('says so where that is gone', async () => {
    await writeFile(file, 'c\n');
    const { lines, notices } = await read(1, { from: { inode: 1, offset: 5 } });
    expect({ lines, notices: notices.length }).toEqual({ lines: ['c'], notices: 1 });
  });

  it('begins anew when the file is emptied', async () => {
    await writeFile(file, '');
    const empty = async () => {
      await truncate(file);
      await new Promise((resolve) => setTimeout(resolve, 10 * EVERY_MS));
      await appendFile(file, 'b\n');
    };
    const { lines } = await read(2, {
      after: { begin: () => appendFile(file, 'a\n'), a: async () => void empty() },
    });
    expect(lines).toEqual(['a', 'b']);
  });

  it('waits for a file that is not there yet, and takes all of it', async () => {
    const { lines, notices } = await read(1, { after: { notice: () => writeFile(file, 'a\n') } });
    expect({ lines, notices: notices.length }).toEqual({ lines: ['a'], notices: 1 });
  });

  it('names a line that is too long, and goes on', async () => {
    await writeFile(file, '');
    const long = 'x'.repeat(1_048_577);
    const { lines, rejected } = await read(2, { after: { begin: () => appendFile(file, `${long}\na\n`) } });
    expect({ lines, rejected }).toEqual({ lines: ['a'], rejected: ['a line of more than 1048576 bytes'] });
  });
});

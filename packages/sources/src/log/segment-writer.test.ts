import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGroupCommit } from './group-commit.ts';
import type { Segment } from './segment.ts';
import { openSegmentWriter } from './segment-writer.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'segment-writer-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('a record', () => {
  it('counts as stored only once the disk has said so, with all of its commit on it', async () => {
    const synced = Promise.withResolvers<void>();
    const segments: Segment[] = [];
    const writer = await openSegmentWriter(directory, segments, 1_000, () => synced.promise);
    const writing = writer.write(['a', 'b'], 2);
    expect(await Promise.race([writing, sleep(50, 'waiting')])).toBe('waiting');
    expect(writer.end()).toBe(0);
    expect((await readFile(segments[0]?.file ?? '', 'latin1')).split('\n')).toHaveLength(3);
    synced.resolve();
    expect(await writing).toBe(0);
    expect(writer.end()).toBe(2);
    await writer.close();
  });

  it('is not stored when the disk fails to say so, and neither is any after it', async () => {
    let healthy = true;
    const writer = await openSegmentWriter(directory, [], 1_000, async () => {
      if (!healthy) throw Object.assign(new Error('bad disk'), { code: 'EIO' });
    });
    await writer.write(['a'], 1);
    healthy = false;
    await expect(writer.write(['b'], 1)).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('EIO'),
    });
    healthy = true;
    await expect(writer.write(['c'], 1)).rejects.toMatchObject({ code: 'failed' });
    expect(writer.end()).toBe(1);
    await writer.close();
  });
});

describe('appends that arrive while the disk is at work', () => {
  it('share the next sync', async () => {
    const commits: string[][] = [];
    let next = 0;
    const group = createGroupCommit('test', async (bodies) => {
      commits.push([...bodies]);
      await sleep(5);
      next += bodies.length;
      return next - bodies.length;
    });
    const appended = await Promise.all(['a', 'b', 'c', 'd'].map((body) => group.add([body], 1)));
    expect(commits).toEqual([['a'], ['b', 'c', 'd']]);
    expect(appended.map(({ first }) => first)).toEqual([0, 1, 2, 3]);
  });
});

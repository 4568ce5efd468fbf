import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRejectedLog } from './rejected-log.ts';

const broken = (reason: string, bytes = 'oops') => ({
  reason,
  position: 'here:1',
  bytes: Buffer.from(bytes),
});

describe('the rejected log', () => {
  let directory: string;
  let file: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mortsafe-rejected-'));
    file = join(directory, 'rejected.ndjson');
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('writes one line for each, with its reason, its place and its first bytes', async () => {
    await openRejectedLog(file, () => 0).add([broken('type is missing')]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      reason: 'type is missing',
      position: 'here:1',
      bytes: Buffer.from('oops').toString('base64'),
    });
  });

  it('counts by reason', async () => {
    const log = openRejectedLog(file, () => 0);
    await log.add([broken('a'), broken('a'), broken('b')]);
    expect(log.counts()).toEqual({ a: 2, b: 1 });
  });

  it('counts no more than a hundred different reasons', async () => {
    const log = openRejectedLog(file, () => 0);
    await log.add(Array.from({ length: 500 }, (_, index) => broken(`reason ${index}`)));
    expect(Object.keys(log.counts())).toHaveLength(101);
    expect(log.counts().other).toBe(400);
  });

  it('never holds more than two files of its bound', async () => {
    const log = openRejectedLog(file, () => 0, 2_000);
    for (let index = 0; index < 50; index++) await log.add([broken('again', 'x'.repeat(300))]);
    expect((await readdir(directory)).sort()).toEqual(['rejected.ndjson', 'rejected.ndjson.1']);
    for (const name of await readdir(directory)) {
      expect((await stat(join(directory, name))).size).toBeLessThanOrEqual(2_000);
    }
  });

  it('goes on counting when the disk takes nothing', async () => {
    const log = openRejectedLog(join(directory, 'missing', 'rejected.ndjson'), () => 0);
    await log.add([broken('a')]);
    expect(log.counts()).toEqual({ a: 1, 'could not be set aside': 1 });
  });
});

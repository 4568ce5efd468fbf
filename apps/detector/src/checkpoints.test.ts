import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Checkpoint, openCheckpoints } from './checkpoints.ts';

type State = Map<string, number>;

const at = (offset: number): Checkpoint<State> => ({
  offset,
  policyHash: 'p',
  state: new Map([['seen', offset]]),
});

describe('checkpoints', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mortsafe-checkpoints-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const newestFile = async (): Promise<string> => join(directory, (await readdir(directory)).sort().at(-1)!);

  it('has none at first', async () => {
    const checkpoints = await openCheckpoints<State>(directory);
    expect(await checkpoints.load()).toEqual({ checkpoint: undefined, passedOver: [] });
  });

  it('gives back what was saved last, also to the next process', async () => {
    const checkpoints = await openCheckpoints<State>(directory);
    await checkpoints.save(at(10));
    await checkpoints.save(at(20));
    expect((await checkpoints.load()).checkpoint).toEqual(at(20));
    expect((await (await openCheckpoints<State>(directory)).load()).checkpoint).toEqual(at(20));
  });

  it('keeps two and no more', async () => {
    const checkpoints = await openCheckpoints<State>(directory);
    for (const offset of [1, 2, 3, 4]) await checkpoints.save(at(offset));
    expect(await readdir(directory)).toHaveLength(2);
  });

  it('falls back to the one before when the newest is half-written at any byte', async () => {
    const checkpoints = await openCheckpoints<State>(directory);
    await checkpoints.save(at(10));
    await checkpoints.save(at(20));
    const file = await newestFile();
    const whole = await readFile(file);
    for (let length = whole.length - 1; length >= 0; length--) {
      await truncate(file, length);
      expect((await checkpoints.load()).checkpoint).toEqual(at(10));
    }
  });

  it('falls back when a byte was changed, and says which file it passed over', async () => {
    const checkpoints = await openCheckpoints<State>(directory);
    await checkpoints.save(at(10));
    await checkpoints.save(at(20));
    const file = await newestFile();
    const bytes = await readFile(file);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(file, bytes);
    const { checkpoint, passedOver } = await checkpoints.load();
    expect(checkpoint).toEqual(at(10));
    expect(passedOver).toEqual([`${file}: half-written or changed`]);
  });

  it('starts from nothing when none is whole', async () => {
    const checkpoints = await openCheckpoints<State>(directory);
    await checkpoints.save(at(10));
    await writeFile(await newestFile(), 'something else');
    expect((await checkpoints.load()).checkpoint).toBeUndefined();
  });

  it('takes no notice of a file that was still being written when the process died', async () => {
    const checkpoints = await openCheckpoints<State>(directory);
    await checkpoints.save(at(10));
    await writeFile(join(directory, 'checkpoint-0000000002.writing'), 'half');
    expect((await checkpoints.load()).checkpoint).toEqual(at(10));
  });
});

import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** All that the detector knew, and the offset of the first record it had not seen. One epoch: restored whole or not at all. */
export interface Checkpoint<State> {
  offset: number;
  policyHash: string;
  state: State;
}

export interface Checkpoints<State> {
  /** The newest that is whole, or undefined; `passedOver` says what was wrong with newer ones. */
  load(): Promise<{ checkpoint: Checkpoint<State> | undefined; passedOver: string[] }>;
  /** Resolves to its size in bytes once it is on disk under its name. The one before it is kept. */
  save(checkpoint: Checkpoint<State>): Promise<number>;
}

const VERSION = 1;
const MAGIC = Buffer.from('mortsafe checkpoint\n');
const DIGEST_BYTES = 32;
const KEPT = 2;
const NAME = /^checkpoint-(\d{10})$/;

/**
 * Keeps the last two checkpoints of a detector in a directory of its own.
 *
 * A file is written aside, synced, renamed, and the directory synced: after `kill -9` there is the new one
 * or the old one. A digest over the whole file keeps a torn, foreign or edited one from being restored.
 */
export async function openCheckpoints<State>(directory: string): Promise<Checkpoints<State>> {
  await mkdir(directory, { recursive: true });
  let latest = (await numbersIn(directory))[0] ?? 0;

  return {
    async load() {
      const passedOver: string[] = [];
      for (const number of await numbersIn(directory)) {
        const file = join(directory, nameOf(number));
        const read = decode<State>(await readFile(file));
        if (read.kind === 'whole') return { checkpoint: read.checkpoint, passedOver };
        passedOver.push(`${file}: ${read.reason}`);
      }
      return { checkpoint: undefined, passedOver };
    },

    async save(checkpoint) {
      latest += 1;
      const bytes = encode(checkpoint);
      await writeDurably(directory, nameOf(latest), bytes);
      for (const number of (await numbersIn(directory)).slice(KEPT)) {
        await rm(join(directory, nameOf(number)), { force: true });
      }
      return bytes.length;
    },
  };
}

const nameOf = (number: number): string => `checkpoint-${String(number).padStart(10, '0')}`;

/** Newest first. */
async function numbersIn(directory: string): Promise<number[]> {
  const names = await readdir(directory);
  return names
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

function encode<State>(checkpoint: Checkpoint<State>): Buffer {
  const body = serialize({ version: VERSION, ...checkpoint });
  return Buffer.concat([MAGIC, createHash('sha256').update(body).digest(), body]);
}

type Decoded<State> = { kind: 'whole'; checkpoint: Checkpoint<State> } | { kind: 'broken'; reason: string };

function decode<State>(bytes: Buffer): Decoded<State> {
  const digestEnd = MAGIC.length + DIGEST_BYTES;
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return { kind: 'broken', reason: 'not a checkpoint' };
  const body = bytes.subarray(digestEnd);
  const digest = createHash('sha256').update(body).digest();
  if (!bytes.subarray(MAGIC.length, digestEnd).equals(digest)) {
    return { kind: 'broken', reason: 'half-written or changed' };
  }
  const { version, ...checkpoint } = deserialize(body) as Checkpoint<State> & { version: number };
  if (version !== VERSION) return { kind: 'broken', reason: `version ${version} is not known here` };
  return { kind: 'whole', checkpoint };
}

async function writeDurably(directory: string, name: string, bytes: Buffer): Promise<void> {
  const aside = join(directory, `${name}.writing`);
  const file = await open(aside, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, join(directory, name));
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

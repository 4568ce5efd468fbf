import { closeSync, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';

const CHUNK_BYTES = 512 * 1024;
const CHUNKS_PER_TURN = 8;

const packings = [
  {
    name: 'gzip',
    extension: '.gz',
    magic: Buffer.from([0x1f, 0x8b]),
    unpacker: () => createGunzip({ chunkSize: CHUNK_BYTES }),
  },
  {
    name: 'zstd',
    extension: '.zst',
    magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]),
    unpacker: () => createZstdDecompress({ chunkSize: CHUNK_BYTES }),
  },
] as const;

/** The bytes are not packed as their name says. */
export class PackingError extends Error {}

/** Chunks of a file or a stream, unpacked. A chunk holds until the next one is asked for. */
export async function* unpackedBytes(file: string, packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = packed[Symbol.asyncIterator]();
  const first = await chunks.next();
  const head = first.done ? Buffer.alloc(0) : first.value;
  const rest = (async function* () {
    if (head.length > 0) yield head;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  })();

  const packing = packings.find(({ magic }) => head.subarray(0, magic.length).equals(magic));
  const expected = packings.find(({ extension }) => file.endsWith(extension));
  if (expected && packing !== expected) throw new PackingError(`not valid ${expected.name}`);
  if (!packing) {
    yield* rest;
    return;
  }
  try {
    // What is read into is used again, and the unpacker may hold on to what it is given.
    const owned = (async function* () {
      for await (const chunk of rest) yield Buffer.from(chunk);
    })();
    yield* pipeline(owned, packing.unpacker(), () => {}) as unknown as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new PackingError(`not valid ${packing.name}, or not all of it`, { cause });
  }
}

/** Reads without a promise a chunk, which is what makes it fast, and lets others have a turn now and then. */
export async function* fileBytes(path: string): AsyncGenerator<Buffer> {
  const descriptor = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (let count = 1; ; count++) {
      const bytes = readSync(descriptor, buffer, 0, buffer.length, null);
      if (bytes === 0) return;
      yield buffer.subarray(0, bytes);
      if (count % CHUNKS_PER_TURN === 0) await turn();
    }
  } finally {
    closeSync(descriptor);
  }
}

export async function* streamBytes(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
}

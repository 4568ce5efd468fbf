import { promisify } from 'node:util';
import { gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';
import { unpackSnappy } from './unpack-snappy.ts';
import { messagesIn, unreadableBatch } from './unreadable-batch.ts';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** A batch is at most 1 MiB when it is packed, and may say that it is a thousand times as much. */
const UNPACKED_BYTES_MAX = 64 * 1_048_576;
/** Each takes some 300 bytes once it is unpacked, however short it was. */
const MESSAGES_MAX = 200_000;

const bounded = { maxOutputLength: UNPACKED_BYTES_MAX };
const pack = promisify<Buffer, Buffer>(gzip);
const unpack = promisify<Buffer, object, Buffer>(gunzip);
const packZstd = promisify<Buffer, Buffer>(zstdCompress);
const unpackZstd = promisify<Buffer, object, Buffer>(zstdDecompress);

/**
 * Gives kafkajs a bound for gzip, zstd and snappy besides, and a way past what it cannot unpack: LZ4, and whatever is
 * damaged or too large. Every such message says why it is empty.
 */
export function boundCompression(): void {
  CompressionCodecs[CompressionTypes.GZIP] = () => ({
    compress: ({ buffer }: { buffer: Buffer }) => pack(buffer),
    decompress: unpacking('gzip', (bytes) => unpack(bytes, bounded)),
  });
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: { buffer: Buffer }) => packZstd(buffer),
    decompress: unpacking('zstd', (bytes) => unpackZstd(bytes, bounded)),
  });
  CompressionCodecs[CompressionTypes.Snappy] = () => ({
    compress: unwritten,
    decompress: unpacking('snappy', async (bytes) => unpackSnappy(bytes, UNPACKED_BYTES_MAX)),
  });
  CompressionCodecs[CompressionTypes.LZ4] = () => ({
    compress: unwritten,
    decompress: async (bytes: Buffer) =>
      unreadableBatch(bytes, 'it is packed with lz4, which is not read here'),
  });
}

const unpacking =
  (codec: string, unpacked: (bytes: Buffer) => Promise<Buffer>) =>
  async (bytes: Buffer): Promise<Buffer> => {
    if (messagesIn(bytes) > MESSAGES_MAX) {
      return unreadableBatch(bytes, `it was packed with ${codec} beside more than ${MESSAGES_MAX} others`);
    }
    try {
      return await unpacked(bytes);
    } catch {
      // What an error of a codec says may hold content.
      return unreadableBatch(bytes, `it is packed with ${codec}, and damaged or too large when unpacked`);
    }
  };

const unwritten = (): never => {
  throw new TypeError('it is only read');
};

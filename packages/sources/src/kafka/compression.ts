import { promisify } from 'node:util';
import { gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** A batch is at most 1 MiB when it is packed, and may say that it is a thousand times as much. */
const UNPACKED_BYTES_MAX = 64 * 1_048_576;

const bounded = { maxOutputLength: UNPACKED_BYTES_MAX };
const pack = promisify<Buffer, Buffer>(gzip);
const unpack = promisify<Buffer, object, Buffer>(gunzip);
const packZstd = promisify<Buffer, Buffer>(zstdCompress);
const unpackZstd = promisify<Buffer, object, Buffer>(zstdDecompress);

/** Gives kafkajs a bound for gzip, and zstd besides. Snappy and LZ4 are not read; `checkDoors` says so. */
export function boundCompression(): void {
  CompressionCodecs[CompressionTypes.GZIP] = () => ({
    compress: ({ buffer }: { buffer: Buffer }) => pack(buffer),
    decompress: (bytes: Buffer) => unpack(bytes, bounded),
  });
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: { buffer: Buffer }) => packZstd(buffer),
    decompress: (bytes: Buffer) => unpackZstd(bytes, bounded),
  });
}

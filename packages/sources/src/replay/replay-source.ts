import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Source } from '../source.ts';
import { fileBytes, PackingError, streamBytes, unpackedBytes } from './file-bytes.ts';
import { createLineReader, type LineReader, type ReplayBatch, withoutByteOrderMark } from './line-reader.ts';
import { createSensorLineReader, isOfSensor, type SensorReaderOptions } from './sensor-line-reader.ts';

export type Replayed = ReplayBatch | { kind: 'failed'; reason: string };

export interface ReplayOptions {
  /** What relative paths start from. Default the process's. */
  cwd?: string;
  /** What `-` reads. Default the process's. */
  stdin?: Readable;
  /** Reads what sensors said, too: where a dialect is named, else where the first line is in the words of one. */
  sensors?: SensorReaderOptions;
}

/**
 * Reads recorded events, one JSON object a line, plain or packed with gzip or zstd; `-` is standard input.
 *
 * Positions are `file:line`. Blank lines, CR LF and a byte order mark are let pass; a line over 1 MiB is
 * rejected without being held. A file that cannot be read (on) ends with `failed`, once, and a reason.
 * Reading ends with the file: its silence means nothing.
 *
 * @example
 * for await (const replayed of replaySource('events.ndjson.gz').read()) {
 *   if (replayed.kind === 'failed') return complain(replayed.reason);
 *   for (const event of replayed.events) detector.take(event);
 * }
 */
export function replaySource(file: string, options: ReplayOptions = {}): Source<Replayed> {
  const { cwd = process.cwd(), stdin = process.stdin, sensors } = options;
  return {
    name: `replay/${file}`,
    async *read(signal) {
      const packed = file === '-' ? streamBytes(stdin) : fileBytes(resolve(cwd, file));
      let reader: LineReader | undefined;
      try {
        for await (const chunk of unpackedBytes(file, packed)) {
          if (signal?.aborted) return;
          if (reader) {
            yield reader.feed(chunk);
            continue;
          }
          const first = withoutByteOrderMark(chunk);
          const isSensors = sensors && (sensors.dialect !== undefined || isOfSensor(first));
          reader = isSensors ? createSensorLineReader(file, sensors) : createLineReader(file);
          yield reader.feed(first);
        }
        if (reader) yield reader.finish();
      } catch (error) {
        yield { kind: 'failed', reason: `${file}: ${whyUnreadable(error)}` };
      }
    },
  };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory',
  EACCES: 'permission denied',
};

function whyUnreadable(error: unknown): string {
  if (error instanceof PackingError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error; // Not of the file's making.
  return reasons[code] ?? `cannot be read (${code})`;
}

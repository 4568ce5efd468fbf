import { timeMsMax } from '../limits.ts';
import { type ByteReader, MalformedError } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { CLOSED, VERSION } from './message-head.ts';

/** A time in which nothing could enter by any door, such as while the brokers were away: silence in it means nothing. */
export interface DoorsClosed {
  /** Epoch milliseconds, by the clock of the doors. */
  from: number;
  /** Later than `from`. */
  to: number;
}

export function encodeDoorsClosed({ from, to }: DoorsClosed): Buffer {
  const bytes = new ByteWriter();
  bytes.byte(VERSION);
  bytes.byte(CLOSED);
  bytes.varint(from);
  bytes.varint(to);
  return bytes.written();
}

/** @throws {MalformedError} */
export function decodeDoorsClosed(reader: ByteReader): DoorsClosed {
  const closed = { from: reader.varint(), to: reader.varint() };
  if (reader.left > 0) throw new MalformedError('more bytes than a time');
  if (!isDoorsClosed(closed)) throw new MalformedError('a time is out of bounds');
  return closed;
}

/** Whether a value from outside says when the doors were closed. */
export function isDoorsClosed(value: unknown): value is DoorsClosed {
  if (typeof value !== 'object' || value === null) return false;
  const { from, to } = value as Record<string, unknown>;
  return isTime(from) && isTime(to) && from < to;
}

const isTime = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= timeMsMax;

import { idMaxChars, timeMsMax } from '../limits.ts';
import { type ByteReader, MalformedError } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { PROGRESS, VERSION } from './message-head.ts';
import { readTextTable } from './read-text-table.ts';
import { TextTableWriter } from './text-table.ts';

/** Until when everything has been read that entered by one part of a door. */
export interface DoorProgress {
  /** The topic, or the listener. 1 to 256 UTF-16 code units. */
  door: string;
  partition: number;
  /** How many there are: time passes once all of them have been heard of. */
  partitions: number;
  /** Epoch milliseconds, by the clock of the door. */
  readUpTo: number;
}

/** Of one message. */
export const DOORS_MAX = 10_000;
const PARTITIONS_MAX = 1_000_000;

export function encodeProgress(doors: readonly DoorProgress[]): Buffer {
  const texts = new TextTableWriter();
  const body = new ByteWriter();
  for (const { door, partition, partitions, readUpTo } of doors) {
    texts.reference(door, body);
    body.varint(partition);
    body.varint(partitions);
    body.varint(readUpTo);
  }
  const to = new ByteWriter();
  to.byte(VERSION);
  to.byte(PROGRESS);
  texts.write(to);
  to.varint(doors.length);
  to.bytes(body.written());
  return to.written();
}

/** @throws {MalformedError} */
export function decodeProgress(reader: ByteReader): DoorProgress[] {
  const texts = readTextTable(reader);
  const count = reader.count();
  if (count > DOORS_MAX) throw new MalformedError(`more than ${DOORS_MAX} doors in one message`);
  const doors = Array.from({ length: count }, () => ({
    door: texts.text(reader),
    partition: reader.varint(),
    partitions: reader.varint(),
    readUpTo: reader.varint(),
  }));
  if (reader.left > 0) throw new MalformedError('more bytes than doors');
  if (!doors.every(isDoorProgress)) throw new MalformedError('progress is out of bounds');
  return doors;
}

/** Whether a value from outside says how far a door was read. */
export function isDoorProgress(value: unknown): value is DoorProgress {
  if (typeof value !== 'object' || value === null) return false;
  const { door, partition, partitions, readUpTo } = value as Record<string, unknown>;
  return (
    typeof door === 'string' &&
    door.length > 0 &&
    door.length <= idMaxChars &&
    isWhole(partitions, 1, PARTITIONS_MAX) &&
    isWhole(partition, 0, partitions - 1) &&
    isWhole(readUpTo, 0, timeMsMax)
  );
}

const isWhole = (value: unknown, min: number, max: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;

import { crc32 } from 'node:zlib';

/** The most UTF-8 bytes one record may hold. */
export const RECORD_BYTES_MAX = 1_048_576;

/** Checksum, mark, offset and length take at most 9 + 1 + 16 + 1 + 7 + 1 bytes, and the line end one. */
export const LINE_BYTES_MAX = RECORD_BYTES_MAX + 36;

const NEWLINE = 0x0a;
const SPACE = 0x20;
const FIRST_OF_COMMIT = 0x5e; // ^
const FOLLOWER = 0x2e; // .
const CHECKSUM_CHARS = 8;
const COVERED_FROM = CHECKSUM_CHARS + 1;

export interface RecordLine {
  offset: number;
  /** Everything before this line was on disk when it was written: a commit starts only after the last one's fsync. */
  startsCommit: boolean;
  bodyStart: number;
  bodyEnd: number;
}

/**
 * Writes records as lines: `checksum mark offset length body`. The checksum covers all that follows it,
 * so a line in the wrong place is as damaged as one with a flipped bit.
 *
 * @param bytes - Of all bodies together.
 */
export function encodeLines(bodies: readonly string[], bytes: number, firstOffset: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes + bodies.length * (LINE_BYTES_MAX - RECORD_BYTES_MAX));
  let position = 0;
  for (const [index, body] of bodies.entries()) {
    const start = position;
    const mark = index === 0 ? '^' : '.';
    const length = Buffer.byteLength(body);
    position += COVERED_FROM;
    position += buffer.write(`${mark}${firstOffset + index} ${length} `, position, 'latin1');
    position += buffer.write(body, position);
    const checksum = crc32(buffer.subarray(start + COVERED_FROM, position));
    buffer.write(`${checksum.toString(16).padStart(CHECKSUM_CHARS, '0')} `, start, 'latin1');
    buffer[position++] = NEWLINE;
  }
  return buffer.subarray(0, position);
}

/**
 * Reads one line, without its line end.
 *
 * @returns undefined when the line is torn or damaged.
 */
export function decodeLine(buffer: Buffer, start: number, end: number): RecordLine | undefined {
  const mark = buffer[start + COVERED_FROM];
  if (end - start <= COVERED_FROM || (mark !== FIRST_OF_COMMIT && mark !== FOLLOWER)) return undefined;

  const checksum = Number.parseInt(buffer.toString('latin1', start, start + CHECKSUM_CHARS), 16);
  if (checksum !== crc32(buffer.subarray(start + COVERED_FROM, end))) return undefined;

  // The checksum holds, so these fields are as they were written.
  const lengthStart = buffer.indexOf(SPACE, start + COVERED_FROM) + 1;
  const bodyStart = buffer.indexOf(SPACE, lengthStart) + 1;
  const offset = Number(buffer.toString('latin1', start + COVERED_FROM + 1, lengthStart - 1));
  if (Number(buffer.toString('latin1', lengthStart, bodyStart - 1)) !== end - bodyStart) return undefined;
  return { offset, startsCommit: mark === FIRST_OF_COMMIT, bodyStart, bodyEnd: end };
}

import { isAscii, isUtf8 } from 'node:buffer';
import { type ByteReader, MalformedError } from './byte-reader.ts';
import { NEXT } from './text-table.ts';

/** The texts of a message, in the order in which they were first used. ASCII ones stay bytes until they are asked for. */
export class TextTable {
  /** All texts, one after another: where they are in the message. */
  readonly area: Buffer;
  /** Where each begins in the area, and where the last ends. Undefined where not all of them are ASCII. */
  readonly starts: Int32Array | undefined;
  readonly #texts: readonly string[];
  readonly #count: number;
  #next = 0;

  constructor(area: Buffer, read: Int32Array | readonly string[]) {
    this.area = area;
    this.starts = read instanceof Int32Array ? read : undefined;
    this.#texts = read instanceof Int32Array ? [] : read;
    this.#count = read instanceof Int32Array ? read.length - 1 : read.length;
  }

  /** The place of the next text that is read. */
  place(reader: ByteReader): number {
    const reference = reader.varint();
    const place = reference === NEXT ? this.#next++ : reference - 1;
    if (place >= this.#count) throw new MalformedError('a text is missing');
    return place;
  }

  text(reader: ByteReader): string {
    const { starts } = this;
    const place = this.place(reader);
    if (!starts) return this.#texts[place]!;
    return this.area.toString('latin1', starts[place], starts[place + 1]);
  }
}

interface Chunk {
  /** How many texts of the message come before its end. */
  end: number;
  bytes: number;
}

/** Of all texts of a message, in UTF-16 code units. One serves all, for there are many. */
let lengths = new Int32Array(4_096);

/** @throws {MalformedError} */
export function readTextTable(reader: ByteReader): TextTable {
  const chunks: Chunk[] = [];
  let bytes = 0;
  let end = 0;
  for (let left = reader.count(); left > 0; left--) {
    const count = reader.count();
    const chunk: Chunk = { end: end + count, bytes: reader.varint() };
    reader.need(chunk.bytes);
    makeRoom(chunk.end);
    for (; end < chunk.end; end++) {
      const length = reader.varint();
      if (length > chunk.bytes) throw new MalformedError(OTHER_LENGTH);
      lengths[end] = length;
    }
    bytes += chunk.bytes;
    chunks.push(chunk);
  }
  reader.need(bytes);
  const area = reader.buffer.subarray(reader.position, reader.position + bytes);
  reader.position += bytes;
  if (isAscii(area)) return new TextTable(area, startsOf(chunks, end));
  if (!isUtf8(area)) throw new MalformedError('a text is not valid UTF-8');
  return new TextTable(area, cut(area, chunks));
}

function makeRoom(texts: number): void {
  if (texts <= lengths.length) return;
  const larger = new Int32Array(Math.max(texts, 2 * lengths.length));
  larger.set(lengths);
  lengths = larger;
}

function startsOf(chunks: readonly Chunk[], count: number): Int32Array {
  const starts = new Int32Array(count + 1);
  let at = 0;
  let start = 0;
  let whole = 0;
  for (const { end, bytes } of chunks) {
    for (; at < end; at++) {
      starts[at] = start;
      start += lengths[at]!;
    }
    whole += bytes;
    if (start !== whole) throw new MalformedError(OTHER_LENGTH);
  }
  starts[count] = start;
  return starts;
}

function cut(area: Buffer, chunks: readonly Chunk[]): string[] {
  const texts: string[] = [];
  let from = 0;
  for (const { end, bytes } of chunks) {
    const whole = area.toString('utf8', from, from + bytes);
    from += bytes;
    let start = 0;
    for (; texts.length < end; ) {
      const length = lengths[texts.length]!;
      const text = whole.slice(start, start + length);
      // Cut in the middle of a character, halves of it would be no texts.
      if (!text.isWellFormed()) throw new MalformedError('a text is not well formed');
      texts.push(text);
      start += length;
    }
    if (start !== whole.length) throw new MalformedError(OTHER_LENGTH);
  }
  return texts;
}

const OTHER_LENGTH = 'a text has another length than is said';

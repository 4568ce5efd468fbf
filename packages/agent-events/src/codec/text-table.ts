import { isAscii, isUtf8 } from 'node:buffer';
import { type ByteReader, MalformedError } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

/**
 * How many bytes become one text that the single ones are cut from. Cutting is five times as fast as making them
 * one by one, but a cut keeps the whole alive: so much of its neighbours, and no more.
 */
const CHUNK_BYTES = 256;

/** The next text in the table; others are known by their place + 1. */
const NEXT = 0;

/** The texts of a message, each once, in the order in which they are first used. */
export class TextTableWriter {
  readonly #places = new Map<string, number>();
  readonly #texts: string[] = [];
  /** About how many bytes it takes. */
  bytes = 0;

  /** A text that may come again in this message. */
  reference(text: string, to: ByteWriter): void {
    const place = this.#places.get(text);
    if (place !== undefined) {
      to.varint(place + 1);
      return;
    }
    this.#places.set(text, this.#texts.length);
    this.once(text, to);
  }

  /** A text that will not. */
  once(text: string, to: ByteWriter): void {
    to.byte(NEXT);
    this.#texts.push(text);
    this.bytes += text.length + 1;
  }

  /** Chunks of texts: how many, of how many bytes together, and how many UTF-16 code units each; then all bytes. */
  write(to: ByteWriter): void {
    const chunks: { lengths: number[]; bytes: Buffer }[] = [];
    for (let at = 0; at < this.#texts.length; ) {
      const lengths: number[] = [];
      let joined = '';
      while (at < this.#texts.length && joined.length < CHUNK_BYTES) {
        const text = this.#texts[at++] as string;
        lengths.push(text.length);
        joined += text;
      }
      chunks.push({ lengths, bytes: Buffer.from(joined) });
    }
    to.varint(chunks.length);
    for (const { lengths, bytes } of chunks) {
      to.varint(lengths.length);
      to.varint(bytes.length);
      for (const length of lengths) to.varint(length);
    }
    for (const { bytes } of chunks) to.bytes(bytes);
  }
}

/** Reads a table back; `next` and `reference` then follow the order in which it was used. */
export class TextTable {
  readonly #texts: string[];
  #next = 0;

  constructor(texts: string[]) {
    this.#texts = texts;
  }

  text(reader: ByteReader): string {
    const reference = reader.varint();
    const text = this.#texts[reference === NEXT ? this.#next++ : reference - 1];
    if (text === undefined) throw new MalformedError('a text is missing');
    return text;
  }
}

interface Chunk {
  lengths: number[];
  bytes: number;
}

export function readTextTable(reader: ByteReader): TextTable {
  const chunks: Chunk[] = [];
  let bytes = 0;
  for (let left = reader.count(); left > 0; left--) {
    const count = reader.count();
    const chunk: Chunk = { lengths: new Array(count), bytes: reader.varint() };
    for (let at = 0; at < count; at++) chunk.lengths[at] = reader.varint();
    bytes += chunk.bytes;
    chunks.push(chunk);
  }
  reader.need(bytes);
  const area = reader.buffer.subarray(reader.position, reader.position + bytes);
  reader.position += bytes;
  return new TextTable(cut(area, chunks));
}

function cut(area: Buffer, chunks: readonly Chunk[]): string[] {
  const ascii = isAscii(area);
  if (!ascii && !isUtf8(area)) throw new MalformedError('a text is not valid UTF-8');
  const texts: string[] = [];
  let from = 0;
  for (const { lengths, bytes } of chunks) {
    const whole = area.toString(ascii ? 'latin1' : 'utf8', from, from + bytes);
    from += bytes;
    let start = 0;
    for (const length of lengths) {
      const text = whole.slice(start, start + length);
      // Cut in the middle of a character, halves of it would be no texts.
      if (!ascii && !text.isWellFormed()) throw new MalformedError('a text is not well formed');
      texts.push(text);
      start += length;
    }
    if (start !== whole.length) throw new MalformedError('a text has another length than is said');
  }
  return texts;
}

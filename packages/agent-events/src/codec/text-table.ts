import type { ByteWriter } from './byte-writer.ts';

/**
 * How many bytes become one text that the single ones are cut from, where they are not ASCII. Cutting is faster than
 * making them one by one, but a cut keeps the whole alive: so much of its neighbours, and no more.
 */
const CHUNK_BYTES = 256;

/** The next text in the table; others are known by their place + 1. */
export const NEXT = 0;

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

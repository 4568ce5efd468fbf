/** The bytes break off or are none of ours. Caught where decoding began; nothing outside sees it. */
export class MalformedError extends Error {}

const TRUNCATED = 'the message is truncated';

/** Reads back what a `ByteWriter` wrote, and nothing past the end. */
export class ByteReader {
  readonly buffer: Buffer;
  position = 0;

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.buffer.length - this.position;
  }

  byte(): number {
    const byte = this.buffer[this.position++];
    if (byte === undefined) throw new MalformedError(TRUNCATED);
    return byte;
  }

  varint(): number {
    // Nearly all take one byte or two.
    const first = this.byte();
    if (first < 0x80) return first;
    const second = this.byte();
    if (second < 0x80) return (first & 0x7f) | (second << 7);
    return this.#longVarint((first & 0x7f) | ((second & 0x7f) << 7));
  }

  #longVarint(low: number): number {
    let value = low;
    for (let scale = 0x4000; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (!Number.isSafeInteger(value)) throw new MalformedError('a number is too large');
      if (byte < 0x80) return value;
      // Zeros without end would never get larger.
      if (scale > Number.MAX_SAFE_INTEGER) throw new MalformedError('a number is too long');
    }
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  double(): number {
    this.need(8);
    const value = this.buffer.readDoubleLE(this.position);
    this.position += 8;
    return value;
  }

  /** As many as are said to follow, each of at least one byte. */
  count(): number {
    const count = this.varint();
    this.need(count);
    return count;
  }

  need(bytes: number): void {
    if (bytes > this.left) throw new MalformedError(TRUNCATED);
  }
}

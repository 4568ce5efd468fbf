import { isUtf8 } from 'node:buffer';
import { PbfReader } from 'pbf';
import { createNameCache } from './name-cache.ts';
import { type Allowance, spendText } from './records.ts';

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
const GROUP_START = 3;
const GROUP_END = 4;
const FIXED32 = 5;
const GROUP_DEPTH_MAX = 100;

const names = createNameCache();

const TRUNCATED = 'the input is truncated';

/** The input breaks off or is no protobuf. Caught where decoding began; nothing outside sees it. */
export class MalformedError extends Error {}

/** Reads the value of a field it knows and returns true; else the field is skipped. */
export type ReadField = (field: number, wireType: number, wire: Wire) => boolean;

/** pbf's reader with the bounds it leaves to its caller: nothing is read past the message it belongs to. */
export class Wire {
  readonly #reader: PbfReader;
  readonly bytes: Buffer;
  #end: number;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#reader = new PbfReader(this.bytes);
    this.#end = bytes.byteLength;
  }

  /** Reads the fields of the message at hand, which fills the rest of its bounds. */
  fields(readField: ReadField): void {
    const reader = this.#reader;
    for (; reader.pos < this.#end; this.#check()) {
      const tag = this.#tag();
      const [field, type] = [tag >>> 3, tag & 7];
      if (!readField(field, type, this)) this.#skip(field, type);
    }
  }

  /** Reads the message that is the value at hand. */
  message(readField: ReadField): void {
    const outer = this.#end;
    this.#end = this.#valueEnd();
    this.fields(readField);
    this.#end = outer;
  }

  /** Passes over the value at hand, whose bytes are between these positions. */
  span(): { start: number; end: number } {
    const end = this.#valueEnd();
    const start = this.#reader.pos;
    this.#reader.pos = end;
    return { start, end };
  }

  /** Where the value at hand begins. */
  position(): number {
    return this.#reader.pos;
  }

  /** Reads a value that was passed over within the message at hand. */
  again<Value>(position: number, read: () => Value): Value {
    const here = this.#reader.pos;
    this.#reader.pos = position;
    const value = read();
    this.#reader.pos = here;
    return value;
  }

  varint(): number {
    return this.#varint(false);
  }

  /** Rounded where it is not a safe integer. */
  int64(): number {
    return this.#varint(true);
  }

  double(): number {
    this.#need(8);
    return this.#reader.readDouble();
  }

  /** Nanoseconds as whole milliseconds, exact. */
  nanosAsMs(): number {
    this.#need(8);
    const low = this.#reader.readFixed32();
    const high = this.#reader.readFixed32();
    // 2^32 = 4,294 * 10^6 + 967,296; no term passes 2^53.
    return high * 4_294 + Math.floor((high * 967_296 + low) / 1_000_000);
  }

  /** Refuses what is not UTF-8; a replacement character in an agent's name would make it another agent. */
  text(allowance: Allowance): string {
    const { start, end } = this.span();
    return this.#textOf(start, end, allowance);
  }

  #textOf(start: number, end: number, allowance: Allowance): string {
    spendText(allowance, end - start);
    if (allowance.fault !== undefined) return '';
    const text = this.bytes.toString('utf8', start, end);
    if (text.includes('\ufffd') && !isUtf8(this.bytes.subarray(start, end))) {
      allowance.fault ??= 'a text is not valid UTF-8';
      return '';
    }
    return text;
  }

  /** As `text`, for what comes again and again. */
  name(allowance: Allowance): string {
    const { start, end } = this.span();
    const known = names.get(this.bytes, start, end);
    if (known !== undefined) {
      spendText(allowance, end - start);
      return known;
    }
    const name = this.#textOf(start, end, allowance);
    if (allowance.fault === undefined) names.put(this.bytes, start, end, name);
    return name;
  }

  hex(): string {
    const { start, end } = this.span();
    return this.bytes.toString('hex', start, Math.min(end, start + 32));
  }

  #tag(): number {
    const tag = this.varint();
    if (tag < 8 || tag > 0xffff_ffff) throw new MalformedError('a field has no valid number');
    return tag;
  }

  #skip(field: number, type: number): void {
    if (type === BYTES) this.span();
    else if (type === GROUP_START) this.#skipGroup(field);
    else if (type === VARINT || type === FIXED64 || type === FIXED32) this.#reader.skip(type);
    else throw new MalformedError('a field has no valid wire type');
  }

  /** Nobody has written groups for many years, but they are no reason to refuse the rest. */
  #skipGroup(field: number): void {
    const open = [field];
    for (; open.length > 0; this.#check()) {
      const tag = this.#tag();
      const [inner, type] = [tag >>> 3, tag & 7];
      if (type === GROUP_START) open.push(inner);
      else if (type !== GROUP_END) this.#skip(inner, type);
      else if (open.pop() !== inner) throw new MalformedError('a group has no end');
      if (open.length > GROUP_DEPTH_MAX) throw new MalformedError('groups are nested too deep');
    }
  }

  #varint(signed: boolean): number {
    let value: number;
    try {
      value = this.#reader.readVarint(signed);
    } catch {
      const whole = this.#reader.pos < this.bytes.length;
      throw new MalformedError(whole ? 'a number is longer than 10 bytes' : TRUNCATED);
    }
    this.#check();
    return value;
  }

  #valueEnd(): number {
    const length = this.varint();
    this.#need(length);
    return this.#reader.pos + length;
  }

  #need(bytes: number): void {
    if (bytes > this.#end - this.#reader.pos) throw new MalformedError(TRUNCATED);
  }

  #check(): void {
    if (this.#reader.pos > this.#end) throw new MalformedError(TRUNCATED);
  }
}

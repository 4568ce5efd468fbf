import { Buffer } from 'node:buffer';

/** Without the line end. Of longer ones nothing is held. */
export const LINE_BYTES_MAX = 1_048_576;
const NEWLINE = 0x0a;

export interface LineSplitter {
  /** The lines that end in this chunk; undefined stands for one that was too long. */
  feed(chunk: Buffer): (Buffer | undefined)[];
  /** A last line that nothing will end any more. */
  finish(): (Buffer | undefined)[];
  /** Bytes of a line that has begun. They are read again by whoever starts from the last line end. */
  begun(): number;
}

export function createLineSplitter(): LineSplitter {
  let held: Buffer[] = [];
  let bytes = 0;

  const take = (): Buffer | undefined => {
    const line = bytes > LINE_BYTES_MAX ? undefined : Buffer.concat(held);
    held = [];
    bytes = 0;
    return line;
  };
  const hold = (part: Buffer): void => {
    bytes += part.length;
    if (bytes > LINE_BYTES_MAX) held = [];
    else if (part.length > 0) held.push(Buffer.from(part));
  };

  return {
    feed(chunk) {
      const lines: (Buffer | undefined)[] = [];
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
        hold(chunk.subarray(from, end));
        lines.push(take());
        from = end + 1;
      }
      hold(chunk.subarray(from));
      return lines;
    },
    finish: () => (bytes > 0 ? [take()] : []),
    begun: () => bytes,
  };
}

import { isAscii, isUtf8 } from 'node:buffer';
import { type AgentEvent, parseAgentEvent } from '@mortsafe/agent-events';
import { type Rejection, rejection } from '../source.ts';

/** UTF-8, without the line end. Longer lines are named and skipped, not held. */
export const LINE_BYTES_MAX = 1_048_576;

const TOO_LONG = `a line of more than ${LINE_BYTES_MAX} bytes`;
const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export interface ReplayBatch {
  kind: 'batch';
  events: AgentEvent[];
  /** Without bytes: their position leads to them. */
  rejections: Rejection[];
}

export interface LineReader {
  /** The events of the lines that end in this chunk. The chunk is free to be reused after that. */
  feed(chunk: Buffer): ReplayBatch;
  /** The event of a last line without a line end. */
  finish(): ReplayBatch;
}

/**
 * Reads one event a line from chunks as they come. All whole lines of a chunk become text in one go:
 * line by line, this would take longer than parsing does.
 */
export function createLineReader(file: string): LineReader {
  let held: Buffer = Buffer.alloc(0); // The line that the last chunk began.
  let overlong = false; // That line was let go of; what follows of it is skipped.
  let line = 0;
  let batch: ReplayBatch = emptyBatch();

  const reject = (reason: string) => batch.rejections.push(rejection(reason, `${file}:${line}`));

  function readLine(text: string): void {
    line++;
    if (text.length > LINE_BYTES_MAX) {
      reject(TOO_LONG);
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      if (text.trim() !== '') reject('not valid JSON');
      return;
    }
    const parsed = parseAgentEvent(value);
    if (parsed.kind === 'event') batch.events.push(parsed.event);
    else reject(parsed.reason);
  }

  /** Only whole lines, without the last line end. */
  function readLines(bytes: Buffer): void {
    if (isAscii(bytes)) readText(bytes.toString('latin1'));
    else if (isUtf8(bytes)) readText(bytes.toString());
    else readEach(bytes);
  }
  function readText(text: string): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      readLine(text.slice(start, end));
      start = end + 1;
    }
    readLine(text.slice(start));
  }
  function readEach(bytes: Buffer): void {
    for (let start = 0; start <= bytes.length; ) {
      const found = bytes.indexOf(NEWLINE, start);
      const end = found === -1 ? bytes.length : found;
      const each = bytes.subarray(start, end);
      if (isUtf8(each)) readLine(each.toString());
      else {
        line++;
        reject('not valid UTF-8');
      }
      start = end + 1;
    }
  }

  function endHeldLine(rest: Buffer): void {
    if (overlong || held.length + rest.length > LINE_BYTES_MAX) {
      line++;
      reject(TOO_LONG);
    } else readLines(held.length === 0 ? rest : Buffer.concat([held, rest]));
    held = Buffer.alloc(0);
    overlong = false;
  }
  function hold(rest: Buffer): void {
    if (overlong || held.length + rest.length > LINE_BYTES_MAX) {
      overlong = true;
      held = Buffer.alloc(0);
    } else held = Buffer.concat([held, rest]);
  }

  return {
    feed(chunk) {
      batch = emptyBatch();
      const first = chunk.indexOf(NEWLINE);
      if (first === -1) hold(chunk);
      else {
        const last = chunk.lastIndexOf(NEWLINE);
        endHeldLine(chunk.subarray(0, first));
        if (last > first) readLines(chunk.subarray(first + 1, last));
        hold(chunk.subarray(last + 1));
      }
      return batch;
    },
    finish() {
      batch = emptyBatch();
      if (held.length > 0 || overlong) endHeldLine(Buffer.alloc(0));
      return batch;
    },
  };
}

const emptyBatch = (): ReplayBatch => ({ kind: 'batch', events: [], rejections: [] });

/** Some editors put one at the beginning of a file. */
export const withoutByteOrderMark = (chunk: Buffer): Buffer =>
  chunk.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? chunk.subarray(BYTE_ORDER_MARK.length)
    : chunk;

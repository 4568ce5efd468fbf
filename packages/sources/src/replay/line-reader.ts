import { type AgentEvent, createAgentEventReader, type LineTaker } from '@mortsafe/agent-events';
import { type Rejection, rejection } from '../source.ts';

/** Without the line end. Longer lines are named and skipped, not held. */
export const LINE_BYTES_MAX = 1_048_576;

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export interface ReplayBatch {
  kind: 'batch';
  events: AgentEvent[];
  /** Without bytes: their position leads to them. */
  rejections: Rejection[];
  /** Of recordings of sensors: why something is not ours. */
  drops?: string[];
}

export interface LineReader {
  /** The events of the lines that end in this chunk. The chunk is free to be reused after that. */
  feed(chunk: Buffer): ReplayBatch;
  /** The event of a last line without a line end. */
  finish(): ReplayBatch;
}

/** Reads one event a line from chunks as they come. */
export function createLineReader(file: string): LineReader {
  const reader = createAgentEventReader({ lineMaxBytes: LINE_BYTES_MAX });
  let held: Buffer = Buffer.alloc(0); // The line that the last chunk began.
  let overlong = false; // That line was let go of; what follows of it is skipped.
  let line = 0;
  let batch: ReplayBatch = emptyBatch();

  const taker: LineTaker = {
    event(event) {
      line++;
      batch.events.push(event);
    },
    reject(reason) {
      line++;
      batch.rejections.push(rejection(reason, `${file}:${line}`));
    },
    blank() {
      line++;
    },
  };

  /** With its line end, for a line without anything else is none. */
  function endHeldLine(rest: Buffer): void {
    const bytes = held.length === 0 ? rest : Buffer.concat([held, rest]);
    held = Buffer.alloc(0);
    if (overlong) taker.reject(`a line of more than ${LINE_BYTES_MAX} bytes`);
    else reader.readLines(bytes, taker);
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
        endHeldLine(chunk.subarray(0, first + 1));
        reader.readLines(chunk.subarray(first + 1, last + 1), taker);
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

import { isUtf8 } from 'node:buffer';
import { bodyOf } from '../event-body.ts';
import type { AgentEvent } from '../events.ts';
import { TYPE } from '../field-slots.ts';
import { type Door, judgeEvent, type ParsedEvent, rejectType } from '../judge-event.ts';
import { lineMaxBytes } from '../limits.ts';
import { parseAgentEvent } from '../parse-agent-event.ts';
import { FlatObjectReader, IN_DOUBT, ROOM_BYTES } from './flat-object-reader.ts';
import { usualHeartbeat } from './usual-heartbeat.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const HEARTBEAT = 'agent.heartbeat';

/** Told of each line in turn, so that whoever counts the calls knows the number of the line. */
export interface LineTaker {
  event(event: AgentEvent): void;
  reject(reason: string): void;
  /** A line of nothing but white space. */
  blank(): void;
}

export interface AgentEventReaderOptions {
  /** Without the line end; a longer line is rejected. Default 1 MiB. */
  lineMaxBytes?: number;
}

export interface AgentEventReader {
  /**
   * Reads whole lines, with or without a last line end. The bytes are free to be reused after that.
   *
   * @param door - Where they entered, if not by a file that says it itself.
   */
  readLines(bytes: Buffer, taker: LineTaker, door?: Door): void;
}

/**
 * Reads agent events from JSON as it arrives, one a line: the same events and reasons that `JSON.parse` and
 * `parseAgentEvent` give, in two thirds of their time. Never throws for what it reads.
 *
 * Lines as producers write them (one flat object of texts and whole numbers) are read from their bytes; any other
 * goes the long way. It remembers the last few thousand names; keep one reader for a stream.
 *
 * @example
 * const reader = createAgentEventReader();
 * const events: AgentEvent[] = [];
 * reader.readLines(bytes, { event: (event) => events.push(event), reject: complain, blank() {} });
 */
export function createAgentEventReader(options: AgentEventReaderOptions = {}): AgentEventReader {
  const { lineMaxBytes: longest = lineMaxBytes } = options;
  const tooLong = `a line of more than ${longest} bytes`;
  const flat = new FlatObjectReader();

  function judge(taker: LineTaker, door: Door | undefined): void {
    const { held } = flat;
    const type = held[TYPE];
    if (type === HEARTBEAT && door === undefined) {
      const heartbeat = usualHeartbeat(held);
      if (heartbeat !== undefined) {
        taker.event(heartbeat);
        return;
      }
    }
    const body = bodyOf(type);
    tell(taker, body === undefined ? rejectType(type) : judgeEvent(held, body, door));
  }

  /** Where the line ends that begins with an object read without a doubt, and holds nothing else. */
  function endOfFlatLine(bytes: Buffer, start: number): number {
    let end = flat.read(start);
    if (end !== IN_DOUBT && bytes[end] === RETURN) end += 1;
    return end !== IN_DOUBT && bytes[end] === NEWLINE && end - start <= longest ? end : IN_DOUBT;
  }

  function readSlowly(line: Buffer, taker: LineTaker, door: Door | undefined): void {
    if (line.length > longest) {
      taker.reject(tooLong);
      return;
    }
    if (!isUtf8(line)) {
      taker.reject('not valid UTF-8');
      return;
    }
    const text = line.toString();
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      if (text.trim() === '') taker.blank();
      else taker.reject('not valid JSON');
      return;
    }
    tell(taker, parseAgentEvent(value, door));
  }

  return {
    readLines(bytes, taker, door) {
      flat.open(bytes);
      const sure = bytes.length - ROOM_BYTES;
      for (let start = 0; start < bytes.length; ) {
        let end = start < sure ? endOfFlatLine(bytes, start) : IN_DOUBT;
        if (end !== IN_DOUBT) judge(taker, door);
        else {
          const found = bytes.indexOf(NEWLINE, start);
          end = found === -1 ? bytes.length : found;
          readSlowly(bytes.subarray(start, end), taker, door);
        }
        flat.forget();
        start = end + 1;
      }
    },
  };
}

function tell(taker: LineTaker, parsed: ParsedEvent): void {
  if (parsed.kind === 'event') taker.event(parsed.event);
  else taker.reject(parsed.reason);
}

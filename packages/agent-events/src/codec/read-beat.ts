import { idMaxChars } from '../limits.ts';
import type { FieldReader } from '../readers.ts';
import * as beat from './beat-columns.ts';
import { type ByteReader, MalformedError } from './byte-reader.ts';
import type { BeatColumns } from './event-batch.ts';
import type { TextTable } from './read-text-table.ts';
import { readTimeNear, readWhole } from './read-value.ts';
import { HOST, SENDER, type Shape } from './shape.ts';

/** Undefined where texts are not ASCII: bytes are compared and hashed as if they were code units. */
export const columnsFor = (count: number, { starts, area }: TextTable): BeatColumns | undefined =>
  starts && {
    numbers: new Float64Array(count * beat.NUMBERS),
    spans: new Int32Array(count * beat.SPANS),
    bytes: area,
  };

/**
 * Reads an agent's own heartbeat into columns. Gives its sender where that is another than the agent: columns cannot
 * say that.
 */
export function readBeat(
  { names, own }: Shape,
  at: number,
  before: number,
  reader: ByteReader,
  texts: TextTable,
  times: Float64Array,
  { numbers, spans, bytes }: BeatColumns,
): string | undefined {
  const from = at * beat.NUMBERS;
  const spanned = at * beat.SPANS;
  readSpan(texts, reader, spans, spanned + beat.ID);
  const observedTime = readTimeNear(before, reader);
  times[at] = observedTime;
  numbers[from + beat.TIME] = readTimeNear(observedTime, reader);
  // The sender's is the agent's for now: whoever sends it comes before whom it is about.
  if (names & SENDER) readSpan(texts, reader, spans, spanned + beat.HOST);
  const senderFrom = spans[spanned + beat.HOST]!;
  const senderEnd = spans[spanned + beat.HOST + 1]!;
  readSpan(texts, reader, spans, spanned + beat.AGENT);
  readSpan(texts, reader, spans, spanned + beat.INSTANCE);
  if (names & HOST) readSpan(texts, reader, spans, spanned + beat.HOST);
  else spans[spanned + beat.HOST] = beat.ABSENT;
  numbers[from + beat.SEQUENCE] = readWhole(own[0] as FieldReader, reader);
  const interval = readWhole(own[1] as FieldReader, reader);
  numbers[from + beat.INTERVAL] = interval;
  if ((names & SENDER) === 0) return undefined;
  const agentFrom = spans[spanned + beat.AGENT]!;
  const isSelf =
    bytes.compare(bytes, agentFrom, spans[spanned + beat.AGENT + 1]!, senderFrom, senderEnd) === 0;
  if (!isSelf) return bytes.toString('latin1', senderFrom, senderEnd);
  numbers[from + beat.INTERVAL] = -interval;
  return undefined;
}

function readSpan(texts: TextTable, reader: ByteReader, spans: Int32Array, to: number): void {
  const place = texts.place(reader);
  const from = texts.starts![place]!;
  const end = texts.starts![place + 1]!;
  if (end === from || end - from > idMaxChars) throw new MalformedError('a name is out of bounds');
  spans[to] = from;
  spans[to + 1] = end;
}

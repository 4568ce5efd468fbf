import { timeMsMax, timeMsMin } from '../limits.ts';
import type { FieldReader } from '../readers.ts';
import { type ByteReader, MalformedError } from './byte-reader.ts';
import type { TextTable } from './read-text-table.ts';
import { fieldWith } from './shape.ts';

const outOfBounds = (field: FieldReader): MalformedError =>
  new MalformedError(`${field.name} is out of bounds`);

const within = (value: number, { min, max }: FieldReader): boolean => value >= min && value <= max;

function text(field: FieldReader, reader: ByteReader, texts: TextTable): string {
  const value = texts.text(reader);
  if (!within(value.length, field)) throw outOfBounds(field);
  return value;
}

/** Whole milliseconds, as the distance from another time. */
export function readTimeNear(nearMs: number, reader: ByteReader): number {
  const timeMs = nearMs + reader.signed();
  if (!(timeMs >= timeMsMin && timeMs <= timeMsMax)) throw new MalformedError('a time is out of bounds');
  return timeMs;
}

export function readWhole(field: FieldReader, reader: ByteReader): number {
  const value = reader.varint();
  if (!within(value, field)) throw outOfBounds(field);
  return value;
}

/** One value of an event, held to the same bounds as where it first came in. */
export function readValue(
  field: FieldReader,
  reader: ByteReader,
  texts: TextTable,
  observedTime: number,
): unknown {
  switch (field.kind) {
    case 'text':
      return text(field, reader, texts);
    case 'whole':
    case 'duration':
      return readWhole(field, reader);
    case 'word': {
      const value = texts.text(reader);
      if (!field.words.includes(value)) throw outOfBounds(field);
      return value;
    }
    case 'time':
      return readTimeNear(observedTime, reader);
    case 'share': {
      const value = reader.double();
      if (!within(value, field) || Object.is(value, -0)) throw outOfBounds(field);
      return value;
    }
    case 'flag':
      return reader.byte() !== 0;
    case 'true':
      return true;
    case 'controller': {
      const value = text(field, reader, texts);
      if (!/^controller:./s.test(value)) throw outOfBounds(field);
      return value;
    }
    case 'list':
      return readList(field, reader, texts);
    case 'record':
    case 'principal':
      return readRecord(field, reader, texts, observedTime);
  }
}

function readList(field: FieldReader, reader: ByteReader, texts: TextTable): string[] {
  const count = reader.count();
  if (count > field.max) throw outOfBounds(field);
  const entry = field.fields[0] as FieldReader;
  const list: string[] = new Array(count);
  for (let at = 0; at < count; at++) list[at] = text(entry, reader, texts);
  return list;
}

function readRecord(
  field: FieldReader,
  reader: ByteReader,
  texts: TextTable,
  observedTime: number,
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (let left = reader.byte(); left > 0; left--) {
    const part = fieldWith(reader.byte(), field.fields);
    record[part.name] = readValue(part, reader, texts, observedTime);
  }
  if (field.fields.some((part) => part.required && !(part.name in record))) throw outOfBounds(field);
  return record;
}

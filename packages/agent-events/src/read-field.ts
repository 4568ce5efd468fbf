import { isPrincipalKind } from './principal.ts';
import { readTime } from './read-time.ts';
import type { FieldReader } from './readers.ts';
import type { Origin } from './words.ts';

/** Whose bare names these are: control is spoken by people, platforms run controllers. */
const bareNameKind = { control: 'person', platform: 'controller', agent: 'agent' } as const;

/** Lone surrogates would come out of an UTF-8 wire as something else than went in. */
export function readText(field: FieldReader, held: unknown): string | undefined {
  if (typeof held !== 'string' || held.length < field.min || held.length > field.max) return undefined;
  return held.toWellFormed();
}

function readNumber(field: FieldReader, held: unknown): number | undefined {
  if (typeof held !== 'number') return undefined;
  const value = field.kind === 'duration' ? Math.trunc(held) : held;
  if (field.kind === 'whole' && !Number.isSafeInteger(value)) return undefined;
  return value >= field.min && value <= field.max ? value + 0 : undefined; // + 0 makes -0 an honest zero.
}

function readList(field: FieldReader, held: unknown): string[] | undefined {
  if (!Array.isArray(held) || held.length > field.max) return undefined;
  const entryField = field.fields[0]!;
  const list: string[] = [];
  for (const entry of held) {
    const value = readText(entryField, entry);
    if (value === undefined) return undefined;
    list.push(value);
  }
  return list;
}

function readRecord(field: FieldReader, held: unknown, origin: Origin): object | undefined {
  if (typeof held !== 'object' || held === null || Array.isArray(held)) return undefined;
  const record: Record<string, unknown> = {};
  for (const part of field.fields) {
    const heldPart = (held as Record<string, unknown>)[part.name];
    if (heldPart === undefined || heldPart === null) {
      if (part.required) return undefined;
      continue;
    }
    const value = readField(part, heldPart, origin);
    if (value === undefined) return undefined;
    record[part.name] = value;
  }
  return record;
}

/** `person:ann` and bare `ann`, which some producers write instead of a record. */
export function principalFromText(text: string, origin: Origin): { kind: string; id: string } {
  const colon = text.indexOf(':');
  const kind = text.slice(0, Math.max(colon, 0));
  return isPrincipalKind(kind)
    ? { kind, id: text.slice(colon + 1) }
    : { kind: bareNameKind[origin], id: text };
}

function readController(field: FieldReader, held: unknown): string | undefined {
  const text = readText(field, held);
  if (text === undefined) return undefined;
  const { kind, id } = principalFromText(text, 'platform');
  return kind === 'controller' && id !== '' ? `controller:${id}` : undefined;
}

/** What the field holds, made canonical; undefined where it is refused, and then `whyRefused` knows why. */
export function readField(field: FieldReader, held: unknown, origin: Origin): unknown {
  switch (field.kind) {
    case 'text':
      return readText(field, held);
    case 'word':
      return field.words[field.words.indexOf(held as string)];
    case 'whole':
    case 'duration':
    case 'share':
      return readNumber(field, held);
    case 'time':
      return readTime(held);
    case 'flag':
      return typeof held === 'boolean' ? held : undefined;
    case 'true':
      return held === true ? held : undefined;
    case 'list':
      return readList(field, held);
    case 'record':
      return readRecord(field, held, origin);
    case 'principal':
      return readRecord(field, typeof held === 'string' ? principalFromText(held, origin) : held, origin);
    case 'controller':
      return readController(field, held);
  }
}

import { echoMaxChars } from './limits.ts';
import { principalFromText, readField } from './read-field.ts';
import type { FieldReader } from './readers.ts';
import type { Origin } from './words.ts';

/** What stood there, without repeating content: texts by their length, records and lists by their kind. */
function describe(held: unknown): string {
  if (Array.isArray(held)) return `a list of ${held.length}`;
  if (typeof held === 'string') return held === '' ? 'an empty text' : `a text of ${held.length} characters`;
  if (typeof held === 'object' && held !== null) return 'an object';
  return typeof held === 'number' || typeof held === 'boolean' || held === null
    ? String(held)
    : `a ${typeof held}`;
}

/** At most 80 characters of input, escaped as JSON does it. Only for what is one of a few words. */
export function quote(held: unknown): string {
  if (typeof held !== 'string') return describe(held);
  const shown = held.length > echoMaxChars ? `${held.slice(0, echoMaxChars - 1)}…` : held;
  return JSON.stringify(shown);
}

function demand(field: FieldReader): string {
  switch (field.kind) {
    case 'text':
      return `a text of ${field.min} to ${field.max} characters`;
    case 'word':
      return `one of ${field.words.join(', ')}`;
    case 'whole':
      return `a whole number from ${field.min} to ${field.max}`;
    case 'duration':
      return `milliseconds from ${field.min} to ${field.max}`;
    case 'share':
      return `a number from ${field.min} to ${field.max}`;
    case 'time':
      return 'RFC 3339 or epoch milliseconds, between 1970 and 2200';
    case 'flag':
      return 'true or false';
    case 'true':
      return 'true';
    case 'list':
      return `a list of at most ${field.max} texts`;
    case 'record':
      return `an object with ${field.fields.map((part) => part.name).join(', ')}`;
    case 'principal':
      return 'an object with kind and id, or a text kind:id';
    case 'controller':
      return `a text controller:id of at most ${field.max} characters`;
  }
}

/** Looks for the part of a list or record that is to blame; undefined where it is the whole. */
function blamedPart(path: string, field: FieldReader, held: unknown, origin: Origin): string | undefined {
  if (field.kind === 'list' && Array.isArray(held) && held.length <= field.max) {
    const entryField = field.fields[0]!;
    const at = held.findIndex((entry) => readField(entryField, entry, origin) === undefined);
    return at < 0 ? undefined : whyRefused(`${path}[${at}]`, entryField, held[at], origin);
  }
  if (field.kind !== 'record' && field.kind !== 'principal') return undefined;
  const record =
    typeof held === 'string' && field.kind === 'principal' ? principalFromText(held, origin) : held;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return undefined;
  for (const part of field.fields) {
    const heldPart = (record as Record<string, unknown>)[part.name] ?? undefined;
    if (heldPart === undefined ? part.required : readField(part, heldPart, origin) === undefined) {
      return whyRefused(`${path}.${part.name}`, part, heldPart, origin);
    }
  }
  return undefined;
}

/** The reason for people, worked out only once something has been refused. */
export function whyRefused(path: string, field: FieldReader, held: unknown, origin: Origin): string {
  if (held === undefined || held === null) return `${path} is missing`;
  const blamed = blamedPart(path, field, held, origin);
  if (blamed !== undefined) return blamed;
  const shown = field.kind === 'word' || field.kind === 'time' ? quote(held) : describe(held);
  return `${path} must be ${demand(field)}, got ${shown}`;
}

import { agentEventTypes, envelopeFields, eventTable } from './event-table.ts';
import type { AnyField, AnyFields, TextKind } from './fields.ts';

/** A field of the table flattened into one shape for all kinds, which keeps the loop over them fast. */
export interface FieldReader {
  name: string;
  kind: AnyField['kind'];
  required: boolean;
  /** What stands in where it is absent. */
  fallback: string | number | undefined;
  min: number;
  max: number;
  words: readonly string[];
  fields: readonly FieldReader[];
}

const noBounds = { min: 0, max: 0, words: [], fields: [] };
const textBounds = ({ charsMin, charsMax }: TextKind) => ({ ...noBounds, min: charsMin, max: charsMax });

function boundsOf(field: AnyField): typeof noBounds | Pick<FieldReader, 'min' | 'max' | 'words' | 'fields'> {
  switch (field.kind) {
    case 'text':
      return textBounds(field);
    case 'controller':
      return { ...noBounds, min: 1, max: field.charsMax };
    case 'word':
      return { ...noBounds, words: field.words };
    case 'whole':
    case 'duration':
    case 'share':
      return { ...noBounds, min: field.min, max: field.max };
    case 'list': {
      const entry = { name: 'entry', kind: field.entry.kind, required: true, fallback: undefined };
      return { ...noBounds, max: field.entriesMax, fields: [{ ...entry, ...textBounds(field.entry) }] };
    }
    case 'record':
    case 'principal':
      return { ...noBounds, fields: readersOf(field.fields) };
    case 'time':
    case 'flag':
    case 'true':
      return noBounds;
  }
}

export const readerOf = (name: string, field: AnyField): FieldReader => ({
  name,
  kind: field.kind,
  required: field.presence === 'required',
  fallback: field.presence === 'default' ? field.value : undefined,
  ...boundsOf(field),
});

export const readersOf = (fields: AnyFields): FieldReader[] =>
  Object.entries(fields).map(([name, field]) => readerOf(name, field));

/** Every field of each type in the order in which it is written: the envelope first. */
export const readersByType: ReadonlyMap<string, readonly FieldReader[]> = new Map(
  agentEventTypes.map((type) => [type, readersOf({ ...envelopeFields, ...eventTable[type] })]),
);

import type { FieldReader } from '../readers.ts';
import type { ByteWriter } from './byte-writer.ts';
import type { TextTableWriter } from './text-table.ts';
import { codeOfField } from './wire-codes.ts';

/** The counterpart of `readValue`. The value has been through `parseAgentEvent`, so it is as the field says. */
export function writeValue(
  field: FieldReader,
  value: unknown,
  to: ByteWriter,
  texts: TextTableWriter,
  observedTime: number,
): void {
  switch (field.kind) {
    case 'text':
    case 'word':
    case 'controller':
      texts.reference(value as string, to);
      return;
    case 'whole':
    case 'duration':
      to.varint(value as number);
      return;
    case 'time':
      to.signed((value as number) - observedTime);
      return;
    case 'share':
      to.double(value as number);
      return;
    case 'flag':
      to.byte(value ? 1 : 0);
      return;
    case 'true':
      return;
    case 'list': {
      const list = value as readonly string[];
      to.varint(list.length);
      for (const entry of list) texts.reference(entry, to);
      return;
    }
    case 'record':
    case 'principal': {
      const record = value as Readonly<Record<string, unknown>>;
      const parts = field.fields.filter(({ name }) => record[name] !== undefined);
      to.byte(parts.length);
      for (const part of parts) {
        to.byte(codeOfField(part.name));
        writeValue(part, record[part.name], to, texts, observedTime);
      }
    }
  }
}

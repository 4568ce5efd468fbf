import { agentEventTypes, envelopeFields } from './event-table.ts';
import type { AgentEventType } from './events.ts';
import { slotOf } from './field-slots.ts';
import { type NameField, nameFields } from './read-names.ts';
import { type FieldReader, readersByType } from './readers.ts';

/** How an event of one type is read. */
export interface Body {
  /** The one text of it that all events of the type share. */
  type: AgentEventType;
  /** Names that other types may leave out. */
  requiredNames: readonly NameField[];
  /** What is not in the envelope, in the order in which it is written. */
  own: readonly { field: FieldReader; slot: number }[];
}

const bodyOfType = (type: AgentEventType, readers: readonly FieldReader[]): Body => ({
  type,
  requiredNames: nameFields.filter((name) =>
    readers.some((reader) => reader.name === name && reader.required),
  ),
  own: readers
    .filter(({ name }) => !Object.hasOwn(envelopeFields, name))
    .map((field) => ({ field, slot: slotOf(field.name) })),
});

const bodies: ReadonlyMap<unknown, Body> = new Map(
  agentEventTypes.map((type) => [type, bodyOfType(type, readersByType.get(type)!)]),
);

/** Undefined where there is no such type. */
export const bodyOf = (type: unknown): Body | undefined => bodies.get(type);

/** Generators of valid events, made from the same table that validates them. For property tests; needs fast-check. */

import fc from 'fast-check';
import { agentEventTypes } from './event-table.ts';
import type { AgentEvent, AgentEventType, EventOf } from './events.ts';
import { timeMsMax } from './limits.ts';
import { type FieldReader, readersByType } from './readers.ts';

const CHARS_MAX = 24;
const ENTRIES_MAX = 4;

/** Any characters, also those that ruin terminals and pages, but whole ones. */
const textOf = ({ min, max }: FieldReader): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.oneof(
      fc.constantFrom(...'worker-1/*:'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    minLength: min,
    maxLength: Math.min(max, CHARS_MAX),
  });

function valuesOf(field: FieldReader): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'text':
      return textOf(field);
    case 'controller':
      return textOf({ ...field, min: 1 }).map((id) => `controller:${id}`);
    case 'word':
      return fc.constantFrom(...field.words);
    case 'whole':
    case 'duration':
      return fc.maxSafeNat().map((n) => field.min + (n % (field.max - field.min + 1)));
    case 'share':
      return fc.double({ min: field.min, max: field.max, noNaN: true }).map((n) => n + 0);
    case 'time':
      return fc.integer({ min: 0, max: timeMsMax });
    case 'flag':
      return fc.boolean();
    case 'true':
      return fc.constant(true);
    case 'list':
      return fc.array(textOf(field.fields[0]!), { maxLength: ENTRIES_MAX });
    case 'record':
    case 'principal':
      // A record of nothing cannot be told from none by everything that carries attributes.
      return recordOf(field.fields).filter((record) => Object.keys(record).length > 0);
  }
}

function recordOf(fields: readonly FieldReader[]): fc.Arbitrary<Record<string, unknown>> {
  const requiredKeys = fields.filter((field) => field.required || field.fallback !== undefined);
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, valuesOf(field)])), {
    requiredKeys: requiredKeys.map(({ name }) => name),
    noNullPrototype: true,
  });
}

const names = fc.array(fc.string({ minLength: 1, maxLength: CHARS_MAX, unit: 'grapheme' }), {
  minLength: 1,
  maxLength: ENTRIES_MAX,
});
const targets: Record<string, fc.Arbitrary<object>> = {
  instance: fc.record({ instances: names }, { noNullPrototype: true }),
  agent: fc.record({ agents: names }, { noNullPrototype: true }),
  lineage: fc.record({ agents: names }, { noNullPrototype: true }),
  fleet: fc.constant({ fleet: true }),
};

/** Puts right what the table cannot say: the agreements between fields. */
function agree(type: AgentEventType, event: Record<string, unknown>): fc.Arbitrary<Record<string, unknown>> {
  if (type === 'kill.ordered') return targets[event.scope as string]!.map((target) => ({ ...event, target }));
  if (type !== 'relaunch.authorised') return fc.constant(event);
  const [notBefore, notAfter] = [event.notBefore as number, event.notAfter as number].sort((a, b) => a - b);
  return fc.constant({ ...event, notBefore, notAfter });
}

const ofType = (type: AgentEventType): fc.Arbitrary<Record<string, unknown>> =>
  recordOf(readersByType.get(type)!).chain((fields) => agree(type, { type, ...fields }));

/**
 * Valid events, complete and canonical: what `parseAgentEvent` gives for them is deeply equal to them.
 *
 * @param types - Default all types, each as likely as the others.
 */
export const agentEvents = <Type extends AgentEventType = AgentEventType>(
  types: readonly Type[] = agentEventTypes as Type[],
): fc.Arbitrary<EventOf<Type>> =>
  fc.oneof(...types.map(ofType)) as unknown as fc.Arbitrary<AgentEvent> as fc.Arbitrary<EventOf<Type>>;

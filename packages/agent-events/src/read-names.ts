import { envelopeFields } from './event-table.ts';
import {
  AGENT,
  type Held,
  HOST,
  INSTANCE,
  PARENT_SPAN_ID,
  REPORTER,
  SPAN_ID,
  TRACE_ID,
} from './field-slots.ts';
import { readText } from './read-field.ts';
import { readerOf } from './readers.ts';

/** Who an event is about, who says so, and where: names that any event may carry. They all have the bounds of one. */
export const nameFields = [
  'agent',
  'instance',
  'reporter',
  'host',
  'traceId',
  'spanId',
  'parentSpanId',
] as const satisfies readonly (keyof typeof envelopeFields)[];

export type NameField = (typeof nameFields)[number];

export const nameReader = readerOf('agent', envelopeFields.agent);

/** `undefined` where there is none, `null` where it is refused. */
const readName = (held: unknown): string | undefined | null =>
  held === undefined || held === null ? undefined : (readText(nameReader, held) ?? null);

/**
 * Copies the names into the event, or returns which of them is refused.
 *
 * Each by its own line and in no loop: engines write a property whose name is written down several times as fast,
 * and every event passes here.
 */
export function readNames(event: { [Name in NameField]?: unknown }, held: Held): NameField | undefined {
  const agent = readName(held[AGENT]);
  if (agent === null) return 'agent';
  if (agent !== undefined) event.agent = agent;

  const instance = readName(held[INSTANCE]);
  if (instance === null) return 'instance';
  if (instance !== undefined) event.instance = instance;

  const reporter = readName(held[REPORTER]);
  if (reporter === null) return 'reporter';
  if (reporter !== undefined) event.reporter = reporter;

  const host = readName(held[HOST]);
  if (host === null) return 'host';
  if (host !== undefined) event.host = host;

  const traceId = readName(held[TRACE_ID]);
  if (traceId === null) return 'traceId';
  if (traceId !== undefined) event.traceId = traceId;

  const spanId = readName(held[SPAN_ID]);
  if (spanId === null) return 'spanId';
  if (spanId !== undefined) event.spanId = spanId;

  const parentSpanId = readName(held[PARENT_SPAN_ID]);
  if (parentSpanId === null) return 'parentSpanId';
  if (parentSpanId !== undefined) event.parentSpanId = parentSpanId;
  return undefined;
}

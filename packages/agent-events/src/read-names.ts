import { envelopeFields } from './event-table.ts';
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
 * Each by its own line and in no loop: engines read a property whose name is written down several times as fast,
 * and every event passes here.
 */
export function readNames(
  event: { [Name in NameField]?: unknown },
  raw: { readonly [Name in NameField]?: unknown },
): NameField | undefined {
  const agent = readName(raw.agent);
  if (agent === null) return 'agent';
  if (agent !== undefined) event.agent = agent;

  const instance = readName(raw.instance);
  if (instance === null) return 'instance';
  if (instance !== undefined) event.instance = instance;

  const reporter = readName(raw.reporter);
  if (reporter === null) return 'reporter';
  if (reporter !== undefined) event.reporter = reporter;

  const host = readName(raw.host);
  if (host === null) return 'host';
  if (host !== undefined) event.host = host;

  const traceId = readName(raw.traceId);
  if (traceId === null) return 'traceId';
  if (traceId !== undefined) event.traceId = traceId;

  const spanId = readName(raw.spanId);
  if (spanId === null) return 'spanId';
  if (spanId !== undefined) event.spanId = spanId;

  const parentSpanId = readName(raw.parentSpanId);
  if (parentSpanId === null) return 'parentSpanId';
  if (parentSpanId !== undefined) event.parentSpanId = parentSpanId;
  return undefined;
}

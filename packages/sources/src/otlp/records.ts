import type { AgentEvent } from '@mortsafe/agent-events';

/** What both encodings of OTLP become: the fields we use, in one shape. */

export type Signal = 'logs' | 'traces';

export type AttributeValue =
  | string
  | number
  | boolean
  | null
  | readonly AttributeValue[]
  | { readonly [name: string]: AttributeValue };

/** Without a prototype, for its names come from outside. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface LogRecord {
  eventName?: string;
  /** Epoch milliseconds; absent where the producer gave none. */
  timeMs?: number;
  /** Lower-case hex. */
  traceId?: string;
  spanId?: string;
  attributes: Attributes;
}

export interface SpanRecord {
  traceId?: string;
  spanId?: string;
  parentSpanId?: string;
  startTimeMs?: number;
  endTimeMs?: number;
  status: 'unset' | 'ok' | 'error';
  attributes: Attributes;
}

/** One record of a request, in its order. */
export type Received<Kind> =
  | { kind: 'record'; record: Kind; resource: Attributes }
  /** Read at once, as most are. */
  | { kind: 'event'; event: AgentEvent }
  | { kind: 'reject'; reason: string };

export type DecodedRequest<Kind> =
  | { kind: 'request'; records: Received<Kind>[] }
  | { kind: 'malformed'; reason: string }
  | { kind: 'too large'; reason: string };

/** Which attributes are decoded. What is not wanted is skipped unread: so prompts never get past this point. */
export type Wanted = (name: string) => boolean;

export const RECORDS_MAX = 10_000;
export const ATTRIBUTES_MAX = 128;
/** UTF-8, one text. Free text of an event holds 4,096 characters of at most 4 bytes. */
export const TEXT_BYTES_MAX = 16_384;
/** UTF-8, all texts of a record. Written as JSON, where one byte may take six, it still fits into a log's record. */
export const RECORD_TEXT_BYTES_MAX = 131_072;
/** Entries of one list or map. */
export const ENTRIES_MAX = 1_000;
export const DEPTH_MAX = 8;

/** What a record has used of its bounds, and the first thing found wrong with it. */
export interface Allowance {
  attributes: number;
  textBytes: number;
  fault: string | undefined;
}

export const newAllowance = (): Allowance => ({ attributes: 0, textBytes: 0, fault: undefined });

export function spendText(allowance: Allowance, bytes: number): void {
  allowance.textBytes += bytes;
  if (bytes > TEXT_BYTES_MAX) allowance.fault ??= `a text of more than ${TEXT_BYTES_MAX} bytes`;
  if (allowance.textBytes > RECORD_TEXT_BYTES_MAX) {
    allowance.fault ??= `more than ${RECORD_TEXT_BYTES_MAX} bytes of text in one record`;
  }
}

export function spendAttribute(allowance: Allowance): void {
  if (++allowance.attributes > ATTRIBUTES_MAX) allowance.fault ??= `more than ${ATTRIBUTES_MAX} attributes`;
}

export const emptyAttributes = (): Record<string, AttributeValue> => Object.create(null);

export const tooManyRecords: DecodedRequest<never> = {
  kind: 'too large',
  reason: `more than ${RECORDS_MAX} records in one request`,
};

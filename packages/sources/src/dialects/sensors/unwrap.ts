import { isUtf8 } from 'node:buffer';
import { at, isObject, listAt, textAt } from './json.ts';

/** Of one body, message or line. */
export const RECORDS_MAX = 10_000;
const WRAPPINGS_MAX = 3;

/** One thing that a sensor said, or why it cannot be read. */
export type Unwrapped =
  | { kind: 'record'; record: object }
  | { kind: 'drop'; reason: string }
  | { kind: 'reject'; reason: string };

const record = (found: object): Unwrapped => ({ kind: 'record', record: found });
const reject = (reason: string): Unwrapped => ({ kind: 'reject', reason });

/**
 * Takes apart what was posted, written or logged: one JSON object, a list of them, one a line, a list of Kubernetes, or
 * what CloudWatch, Azure or Fluent Bit put around a line.
 */
export function unwrap(bytes: Uint8Array): Unwrapped[] {
  if (!isUtf8(bytes)) return [reject('not valid UTF-8')];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  const whole = parsed(text);
  const found = whole === undefined ? text.split('\n', RECORDS_MAX + 1).flatMap(ofLine) : ofValue(whole, 0);
  if (found.length === 0) return [reject('there is nothing in it')];
  if (found.length <= RECORDS_MAX) return found;
  return [...found.slice(0, RECORDS_MAX), reject(`more than ${RECORDS_MAX} records at once`)];
}

function ofLine(line: string): Unwrapped[] {
  if (line.trim() === '') return [];
  const value = parsed(line);
  return value === undefined ? [reject('not valid JSON')] : ofValue(value, 0);
}

function ofValue(value: unknown, depth: number): Unwrapped[] {
  if (depth > WRAPPINGS_MAX) return [reject('wrapped too often')];
  if (Array.isArray(value))
    return value.slice(0, RECORDS_MAX + 1).flatMap((each) => ofValue(each, depth + 1));
  if (!isObject(value)) return [reject('not an object')];
  const lists = listIn(value);
  if (lists) return lists.flatMap((each) => ofValue(each, depth + 1));
  if (textAt(value, 'messageType') === 'CONTROL_MESSAGE')
    return [{ kind: 'drop', reason: 'a message of CloudWatch about itself' }];
  const category = textAt(value, 'category');
  const line = category === undefined ? undefined : at(value, 'properties', 'log');
  if (line !== undefined) return ofWritten(line, depth);
  const wrapped = lineIn(value);
  return wrapped === undefined ? [record(value)] : ofValue(wrapped, depth + 1);
}

/** What a list of Kubernetes, CloudWatch or Azure holds. */
function listIn(value: object): readonly unknown[] | undefined {
  const kind = textAt(value, 'kind');
  const items = at(value, 'items');
  if (kind?.endsWith('List') && Array.isArray(items)) {
    // Their members do not say what they are.
    return kind === 'PodList' ? items.map((object) => ({ kind: 'Pod', ...(object as object) })) : items;
  }
  if (textAt(value, 'messageType') === 'DATA_MESSAGE')
    return listAt(value, 'logEvents').map((each) => parsed(at(each, 'message')) ?? each);
  const records = at(value, 'records');
  return Array.isArray(records) ? records : undefined;
}

/** A line of JSON that a log shipper put into a field of its own; undefined where there is none. */
function lineIn(value: object): object | undefined {
  for (const name of ['log', 'message']) {
    const line = at(value, name);
    const inner = typeof line === 'string' && line.trimStart().startsWith('{') ? parsed(line) : undefined;
    if (isObject(inner)) return inner;
  }
  return undefined;
}

function ofWritten(line: unknown, depth: number): Unwrapped[] {
  const value = parsed(line);
  return value === undefined ? [reject('properties.log is not valid JSON')] : ofValue(value, depth + 1);
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

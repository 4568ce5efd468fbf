import { isUtf8 } from 'node:buffer';
import { at, isObject, textAt } from './json.ts';

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
  const found: Unwrapped[] = [];
  for (const each of whole === undefined ? ofLines(text) : ofValue(whole, 0)) {
    if (found.length === RECORDS_MAX) return [...found, reject(`more than ${RECORDS_MAX} records at once`)];
    found.push(each);
  }
  return found.length > 0 ? found : [reject('there is nothing in it')];
}

function* ofLines(text: string): Generator<Unwrapped> {
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const value = parsed(line);
    if (value === undefined) yield reject('not valid JSON');
    else yield* ofValue(value, 0);
  }
}

function* ofValue(value: unknown, depth: number): Generator<Unwrapped> {
  if (depth > WRAPPINGS_MAX) return yield reject('wrapped too often');
  const list = Array.isArray(value) ? value : listIn(value);
  if (list) {
    for (const each of list) yield* ofValue(each, depth + 1);
    return;
  }
  if (!isObject(value)) return yield reject('not an object');
  if (textAt(value, 'messageType') === 'CONTROL_MESSAGE')
    return yield { kind: 'drop', reason: 'a message of CloudWatch about itself' };
  const line = textAt(value, 'category') === undefined ? undefined : at(value, 'properties', 'log');
  const wrapped = line === undefined ? lineIn(value) : parsed(line);
  if (wrapped !== undefined) yield* ofValue(wrapped, depth + 1);
  else yield line === undefined ? record(value) : reject('properties.log is not valid JSON');
}

/** What a list of Kubernetes, CloudWatch or Azure holds. */
function listIn(value: unknown): readonly unknown[] | undefined {
  const kind = textAt(value, 'kind');
  const items = at(value, 'items');
  if (kind?.endsWith('List') && Array.isArray(items)) {
    // Their members do not say what they are.
    return kind === 'PodList'
      ? items.map((each) => (isObject(each) ? { kind: 'Pod', ...each } : each))
      : items;
  }
  const logged = at(value, 'logEvents');
  if (textAt(value, 'messageType') === 'DATA_MESSAGE' && Array.isArray(logged))
    return logged.map((each) => parsed(at(each, 'message')) ?? each);
  const records = at(value, 'records');
  return Array.isArray(records) ? records : undefined;
}

/** Of entries of the journal, as it writes them and as shippers rename them: whoever logs chooses the message. */
const OF_JOURNAL = ['_PID', '_pid', '_TRANSPORT', '_transport'];

/** A line of JSON that a log shipper put into a field of its own; undefined where there is none. */
function lineIn(value: object): object | undefined {
  if (OF_JOURNAL.some((name) => at(value, name) !== undefined)) return undefined;
  for (const name of ['log', 'message']) {
    const line = at(value, name);
    const inner = typeof line === 'string' && line.trimStart().startsWith('{') ? parsed(line) : undefined;
    if (isObject(inner)) return inner;
  }
  return undefined;
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

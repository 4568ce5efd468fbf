import { deserialize, serialize } from 'node:v8';
import { type Keep, MapLog, readMapLog } from './map-log.ts';
import { type Get, getBytes, type Put, putBytes } from './put-bytes.ts';

/** What is smaller is stored together with what holds it. */
const ITEMS_MIN = 256;
const TYPED_BYTES_MIN = 16_384;
/** Of items between two cuts, on average; a power of two. */
const ITEMS_A_CHUNK = 256;
const TYPED_BYTES_A_CHUNK = 65_536;
const PLAIN_ITEMS_A_CHUNK = 2_048;
const DEPTH_MAX = 8;

type Step = string | number;
type TypedArray = Uint8Array | Float64Array;

/** A large collection that was taken out of a value: where it stood, and under which names its items are. */
interface Piece {
  path: Step[];
  kind: 'map' | 'set' | 'array' | 'typed' | 'log';
  chunks: string[][];
}

interface Stripped {
  value: unknown;
  pieces: Piece[];
}

/** What makes storing a value again cheap: maps whose owners tell what was touched are written as they change. */
export interface Stored {
  keep: Keep;
  /** The keys of a map that were touched since they were last cleared; undefined where nobody tells. */
  touchedIn(map: object): Set<unknown> | undefined;
}

/** Of maps whose owners tell what was touched. Whoever clears that must note it here. */
const logs = new WeakMap<object, MapLog>();

/**
 * Stores a value that a structured clone preserves, in chunks of which few change when the value changes a little:
 * large maps, sets, lists and typed arrays are cut where their content says, and each cut is stored by itself. What
 * is shared by two chunks is two things afterwards.
 *
 * @returns The names under which `getValue` finds it.
 */
export function putValue(value: unknown, put: Put, stored?: Stored): string[] {
  const pieces: Piece[] = [];
  const stripped = strip(value, [], (path, collection) => {
    const chunks = stored && collection instanceof Map ? putLog(collection, put, stored) : undefined;
    if (chunks) pieces.push({ path, kind: 'log', chunks });
    else if (isPlainList(collection)) {
      pieces.push({ path, kind: 'array', chunks: putPlainList(collection, put, stored?.keep) });
    } else pieces.push(putPiece(path, collection, put));
  });
  return putBytes(serialize({ value: stripped, pieces } satisfies Stripped), put);
}

/** @throws {Error} Something of it cannot be read. */
export function getValue(names: readonly string[], get: Get): unknown {
  const stripped = deserialize(getBytes(names, get)) as Stripped;
  for (const piece of stripped.pieces) {
    const whole = getPiece(piece, get);
    if (piece.path.length === 0) stripped.value = whole;
    else setAt(stripped.value, piece.path, whole);
  }
  return stripped.value;
}

type TakeOut = (path: Step[], collection: object) => void;

/** The value without its large collections. Holds no copy of what is left alone, and changes nothing. */
function strip(value: unknown, path: Step[], takeOut: TakeOut): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isLarge(value)) {
    takeOut(path, value);
    return null;
  }
  if (path.length >= DEPTH_MAX || ArrayBuffer.isView(value)) return value;
  if (value instanceof Map) {
    if (![...value.keys()].every((key) => typeof key === 'string')) return value;
    return new Map([...value].map(([key, item]) => [key, strip(item, [...path, key], takeOut)]));
  }
  if (Array.isArray(value)) return value.map((item, index) => strip(item, [...path, index], takeOut));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, strip(item, [...path, key], takeOut)]),
  );
}

function isLarge(value: object): boolean {
  if (value instanceof Map || value instanceof Set) return value.size > ITEMS_MIN;
  if (ArrayBuffer.isView(value)) return value.byteLength > TYPED_BYTES_MIN;
  // Pages of a table are large each by itself.
  return Array.isArray(value) && value.length > ITEMS_MIN && !ArrayBuffer.isView(value[0]);
}

function putLog(map: Map<unknown, unknown>, put: Put, { keep, touchedIn }: Stored): string[][] | undefined {
  const touched = touchedIn(map);
  if (!touched) return undefined;
  const known = logs.get(map);
  const log = known ?? new MapLog();
  logs.set(map, log);
  log.note(map, known ? touched : map.keys());
  touched.clear();
  return log.put(put, keep);
}

const isPlainList = (collection: object): collection is unknown[] =>
  Array.isArray(collection) && collection.every((item) => typeof item !== 'object');

/** Parts of lists as they were stored last: to compare texts and numbers takes far less than to serialise them. */
const parts = new WeakMap<object, { items: unknown[]; names: string[] }[]>();

function putPlainList(list: unknown[], put: Put, keep: Keep = () => false): string[][] {
  const before = parts.get(list) ?? [];
  const now: typeof before = [];
  for (let at = 0; at < list.length; at += PLAIN_ITEMS_A_CHUNK) {
    const known = before[now.length];
    const length = Math.min(PLAIN_ITEMS_A_CHUNK, list.length - at);
    const isSame =
      known?.items.length === length && known.items.every((item, i) => Object.is(item, list[at + i]));
    if (known && isSame && keep(known.names)) now.push(known);
    else {
      const items = list.slice(at, at + length);
      now.push({ items, names: putBytes(serialize(items), put) });
    }
  }
  parts.set(list, now);
  return now.map(({ names }) => names);
}

function putPiece(path: Step[], collection: object, put: Put): Piece {
  if (ArrayBuffer.isView(collection)) {
    const typed = collection as TypedArray;
    const length = TYPED_BYTES_A_CHUNK / typed.BYTES_PER_ELEMENT;
    const chunks: string[][] = [];
    for (let at = 0; at < typed.length; at += length) {
      chunks.push(putBytes(serialize(typed.subarray(at, at + length)), put));
    }
    return { path, kind: 'typed', chunks };
  }
  const kind = collection instanceof Map ? 'map' : collection instanceof Set ? 'set' : 'array';
  const chunks: string[][] = [];
  let items: unknown[] = [];
  for (const item of collection as Iterable<unknown>) {
    items.push(item);
    const mark = markOf(kind === 'map' ? (item as [unknown, unknown])[0] : item);
    if ((mark & (ITEMS_A_CHUNK - 1)) !== 0 && items.length < 8 * ITEMS_A_CHUNK) continue;
    chunks.push(putBytes(serialize(items), put));
    items = [];
  }
  if (items.length > 0) chunks.push(putBytes(serialize(items), put));
  return { path, kind, chunks };
}

function getPiece({ kind, chunks }: Piece, get: Get): unknown {
  if (kind === 'log') return readMapLog(chunks.map((names) => getBytes(names, get)));
  const read = chunks.map((names) => deserialize(getBytes(names, get)) as unknown);
  if (kind === 'typed') return joined(read as TypedArray[]);
  const items = (read as unknown[][]).flat();
  if (kind === 'map') return new Map(items as [unknown, unknown][]);
  return kind === 'set' ? new Set(items) : items;
}

/** A copy: what was read is a view of bytes that nobody else needs. */
function joined(parts: readonly TypedArray[]): TypedArray {
  const [first] = parts;
  if (!first) throw new Error('a typed array has no parts');
  const Type = first.constructor as new (length: number) => TypedArray;
  const whole = new Type(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    (whole as { set(from: TypedArray, offset: number): void }).set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * A number that stays with an item wherever it stands, so that cuts move along with what is between them: from the
 * first name or number in it.
 */
function markOf(item: unknown): number {
  if (typeof item === 'string') return hashOf(item);
  if (typeof item === 'number') return Math.imul(item, 0x9e3779b1) >>> 16;
  if (typeof item !== 'object' || item === null) return 1;
  for (const value of Object.values(item)) {
    if (typeof value === 'string' || typeof value === 'number') return markOf(value);
  }
  return 1;
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function setAt(root: unknown, path: readonly Step[], value: unknown): void {
  let holder = root;
  for (const step of path.slice(0, -1)) holder = childOf(holder, step);
  const last = path.at(-1) as Step;
  if (holder instanceof Map) holder.set(last, value);
  else (holder as Record<Step, unknown>)[last] = value;
}

const childOf = (holder: unknown, step: Step): unknown =>
  holder instanceof Map ? holder.get(step) : (holder as Record<Step, unknown>)[step];

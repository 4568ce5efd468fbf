import { deserialize, serialize } from 'node:v8';
import { type Put, putBytes } from './put-bytes.ts';

/** Says that bytes under these names are stored, and stay so; false where they are not. */
export type Keep = (names: readonly string[]) => boolean;

/** What was under a key when a list was written, and where in the map it stood among others. */
interface Entry {
  key: unknown;
  place: number;
  value: unknown;
  isGone: boolean;
  list: List | undefined;
}

interface List {
  entries: Entry[];
  /** How many of them hold still. */
  held: number;
  /** Under which its bytes were put, as it was then. */
  names: string[] | undefined;
}

/** An entry as it is written; the key alone once it is gone. */
type Written = [key: unknown, place: number, value: unknown] | [key: unknown];

const ENTRIES_A_LIST = 128;
/** With more entries than so many for each key, lists of which least holds go, and that is written anew. */
const ENTRIES_A_KEY = 2;
/** What was taken out must be known as long as a list may hold it. With so many for each key all is written anew. */
const GONE_A_KEY = 0.25;

/**
 * A large map as lists of changes, oldest first, of which later ones hold against earlier ones: what is written of it
 * grows with what was touched, and so does the time that it takes. A list is never written again; its entries may have
 * changed since, but then they are in a later one.
 */
export class MapLog {
  #lists: List[] = [];
  #written = 0;
  #places = 0;
  #gone = 0;
  /** The newest of each key. */
  #entries = new Map<unknown, Entry>();

  /** Takes note of what is under these keys now. New ones come in the order in which the map holds them. */
  note(map: ReadonlyMap<unknown, unknown>, touched: Iterable<unknown>): void {
    if (this.#gone > GONE_A_KEY * map.size + ENTRIES_A_LIST) {
      this.#lists = [];
      this.#entries = new Map();
      this.#written = this.#gone = 0;
      this.#noteKeys(map, map.keys());
    } else this.#noteKeys(map, touched);
  }

  /** Stores what is not stored yet. */
  put(put: Put, keep: Keep): string[][] {
    return this.#lists.map((list) => {
      if (!list.names || !keep(list.names)) list.names = putBytes(serialize(list.entries.map(written)), put);
      return list.names;
    });
  }

  #noteKeys(map: ReadonlyMap<unknown, unknown>, touched: Iterable<unknown>): void {
    const changed: Entry[] = [];
    for (const key of touched) {
      const known = this.#entries.get(key);
      const isGone = !map.has(key);
      if (isGone && !known) continue;
      const value = map.get(key);
      // Another thing under the same key was taken out and put in again: it stands at the end.
      const place = known && !isGone && known.value === value ? known.place : this.#places++;
      const entry: Entry = { key, place, value, isGone, list: undefined };
      this.#entries.set(key, entry);
      if (known?.list) known.list.held--;
      this.#gone += Number(isGone) - Number(known?.isGone ?? false);
      changed.push(entry);
    }
    if (changed.length > 0) this.#append(changed);
  }

  #append(changed: Entry[]): void {
    const last = this.#lists.at(-1);
    // Few changes do not make many short lists.
    if (last && last.entries.length + changed.length <= ENTRIES_A_LIST) changed.unshift(...this.#drop(last));
    const entriesMax = ENTRIES_A_KEY * this.#entries.size + ENTRIES_A_LIST;
    if (this.#written + changed.length > entriesMax) {
      for (const list of this.#lists.toSorted((a, b) => a.held - b.held)) {
        if (this.#written + changed.length <= entriesMax) break;
        changed.push(...this.#drop(list));
      }
    }
    for (let at = 0; at < changed.length; at += ENTRIES_A_LIST) {
      const entries = changed.slice(at, at + ENTRIES_A_LIST);
      const list: List = { entries, held: entries.length, names: undefined };
      for (const entry of entries) entry.list = list;
      this.#lists.push(list);
    }
    this.#written += changed.length;
  }

  /** Lets go of a list, and says what of it still holds. */
  #drop(list: List): Entry[] {
    this.#lists.splice(this.#lists.indexOf(list), 1);
    this.#written -= list.entries.length;
    return list.entries.filter((entry) => this.#entries.get(entry.key) === entry);
  }
}

const written = ({ key, place, value, isGone }: Entry): Written => (isGone ? [key] : [key, place, value]);

/** Makes the map again from its lists, oldest first. */
export function readMapLog(lists: Iterable<Buffer>): Map<unknown, unknown> {
  const newest = new Map<unknown, Written>();
  for (const bytes of lists) {
    for (const entry of deserialize(bytes) as Written[]) newest.set(entry[0], entry);
  }
  const held = [...newest.values()].filter((entry) => entry.length === 3);
  held.sort(([, a], [, b]) => a - b);
  return new Map(held.map(([key, , value]) => [key, value]));
}

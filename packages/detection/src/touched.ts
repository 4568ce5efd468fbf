/** Keys of a map that were set, changed or taken out; kept once somebody has asked for them. */
export class Touched {
  keys: Set<unknown> | undefined;

  /** What is under a key has changed, or is no longer there. */
  touch(key: unknown): void {
    this.keys?.add(key);
  }

  /** A key came to the end of the map: those that are new are told in their order. */
  touchNew(key: unknown): void {
    this.keys?.delete(key);
    this.keys?.add(key);
  }
}

const told = new WeakMap<object, Touched>();

/** Lets whoever stores a map know what of it has changed. */
export function tellTouched(map: object): Touched {
  const touched = new Touched();
  told.set(map, touched);
  return touched;
}

/**
 * The keys of a map of a snapshot that were touched since the set was last cleared; empty when it is first asked for.
 * Undefined for maps of which nobody tells.
 */
export function touchedIn(map: object): Set<unknown> | undefined {
  const touched = told.get(map);
  if (touched) touched.keys ??= new Set();
  return touched?.keys;
}

/** What a heap orders: by time, and by rank where that is the same. */
export interface Ranked {
  atMs: number;
  rank: number;
}

/** Gives back what was put in, earliest first. */
export class Heap<Item extends Ranked> {
  readonly #items: Item[] = [];

  /** Undefined when there is none. It stays. */
  earliest(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent]!;
      if (!isBefore(item, above)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  /** Takes the earliest out. */
  pop(): Item | undefined {
    const items = this.#items;
    const earliest = items[0];
    const last = items.pop();
    if (items.length > 0 && last !== undefined) {
      items[0] = last;
      this.sink();
    }
    return earliest;
  }

  /** Puts what was the earliest in its place, after it has changed. */
  sink(): void {
    const items = this.#items;
    const sinking = items[0];
    if (!sinking) return;
    let at = 0;
    for (let child = 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && isBefore(items[child + 1]!, items[child]!)) child++;
      const below = items[child]!;
      if (!isBefore(below, sinking)) break;
      items[at] = below;
      at = child;
    }
    items[at] = sinking;
  }
}

const isBefore = (a: Ranked, b: Ranked): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.rank < b.rank);

import { storable } from './database.ts';

/** Of each id the newest of a batch, under an id that the database can hold. */
export function newestOfEach<Item extends { id: string }>(
  items: readonly Item[],
  isNewer: (one: Item, other: Item) => boolean,
): Item[] {
  const byId = new Map<string, Item>();
  for (const item of items) {
    const id = storable(item.id);
    const known = byId.get(id);
    if (!known || isNewer(item, known)) byId.set(id, { ...item, id });
  }
  return [...byId.values()];
}

/** One page of a list, the newest first, and where the next begins. */
export interface Page<Item> {
  items: Item[];
  /** Hand it back for the page that follows; null after the last. */
  next: string | null;
}

export interface PageRequest {
  /** Default 100, at most 500. */
  limit?: number;
  /** `next` of the page before. */
  after?: string;
}

const LIMIT = 100;
export const PAGE_LIMIT_MAX = 500;
const CURSOR = /^(\d{1,15})\.([0-9A-Za-z_-]{1,100})$/;

export const limitOf = ({ limit = LIMIT }: PageRequest): number => Math.min(limit, PAGE_LIMIT_MAX);

/** Time and id of the last one on the page before; undefined where there was none, or it is no cursor of ours. */
export function readCursor(after: string | undefined): { time: number; id: string } | undefined {
  const [, time, id] = CURSOR.exec(after ?? '') ?? [];
  return time === undefined || id === undefined ? undefined : { time: Number(time), id };
}

/** Makes a page of one row more than it may hold. */
export function pageOf<Row extends { time: number; id: string }, Item>(
  rows: readonly Row[],
  request: PageRequest,
  item: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limitOf(request));
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  return { items: shown.map(item), next: last ? `${last.time}.${last.id}` : null };
}

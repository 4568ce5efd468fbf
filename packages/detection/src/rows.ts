/**
 * Rows of numbers, all of one width, in pages: it grows without moving what it holds, and a row is a tenth of what an
 * object of as many numbers takes. Plain data.
 */
export interface Rows {
  width: number;
  pages: Float64Array[];
}

const PAGE_BITS = 10;
const PAGE_ROWS = 1 << PAGE_BITS;
const FIRST_ROWS = 16;

export const createRows = (width: number): Rows => ({ width, pages: [new Float64Array(FIRST_ROWS * width)] });

/** Sees to it that there is such a row. A small fleet has a small first page, which grows; later ones are whole. */
export function reserveRow({ width, pages }: Rows, row: number): void {
  if (row >= PAGE_ROWS) {
    while (row >> PAGE_BITS >= pages.length) pages.push(new Float64Array(PAGE_ROWS * width));
    return;
  }
  const first = pages[0]!;
  if (row * width < first.length) return;
  const grown = new Float64Array(Math.min(2 * first.length, PAGE_ROWS * width));
  grown.set(first);
  pages[0] = grown;
}

/** The page that holds a row. */
export const pageOf = (rows: Rows, row: number): Float64Array => rows.pages[row >> PAGE_BITS]!;

/** Where in its page a row begins. */
export const startOf = (rows: Rows, row: number): number => (row & (PAGE_ROWS - 1)) * rows.width;

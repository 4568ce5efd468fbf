/**
 * The id of each row's last heartbeat, as bytes: each heartbeat brings another, and texts of them that live until the
 * next comes took a sixth of all the time there is. Plain data.
 */
export interface BeatIds {
  /** Of each row a byte that says how long its id is, then the id. */
  pages: Uint8Array[];
  /** Ids that are not ASCII or too long for that, by row. */
  others: Map<number, string>;
}

const PAGE_BITS = 10;
const PAGE_ROWS = 1 << PAGE_BITS;
const FIRST_ROWS = 16;
const ROW_BYTES = 40;
const BYTES_MAX = ROW_BYTES - 1;
/** In place of a length: it is one of the others. */
const OTHER = 0xff;
const ASCII_MAX = 0x7f;

/** A page is no buffer once it was stored, and making one of it would take longer than copying. */
const scratch = Buffer.alloc(BYTES_MAX);

export const createBeatIds = (): BeatIds => ({
  pages: [new Uint8Array(FIRST_ROWS * ROW_BYTES)],
  others: new Map(),
});

/** Sees to it that there is such a row, and no id in it. */
export function reserveBeatId(ids: BeatIds, row: number): void {
  const { pages } = ids;
  if (row >= PAGE_ROWS) {
    while (row >> PAGE_BITS >= pages.length) pages.push(new Uint8Array(PAGE_ROWS * ROW_BYTES));
  } else if (row * ROW_BYTES >= pages[0]!.length) {
    const grown = new Uint8Array(Math.min(2 * pages[0]!.length, PAGE_ROWS * ROW_BYTES));
    grown.set(pages[0]!);
    pages[0] = grown;
  }
  setBeatId(ids, row, '');
}

export function beatIdOf({ pages, others }: BeatIds, row: number): string {
  const page = pages[row >> PAGE_BITS]!;
  const start = startOf(row);
  const length = page[start]!;
  if (length === OTHER) return others.get(row)!;
  for (let at = 0; at < length; at++) scratch[at] = page[start + 1 + at]!;
  return scratch.toString('latin1', 0, length);
}

/** In bytes, where it is kept as such. */
export const lengthOfBeatId = ({ pages }: BeatIds, row: number): number =>
  pages[row >> PAGE_BITS]![startOf(row)]!;

export function setBeatId(ids: BeatIds, row: number, id: string): void {
  const page = ids.pages[row >> PAGE_BITS]!;
  const start = startOf(row);
  if (page[start] === OTHER) ids.others.delete(row);
  const isOther = id.length > BYTES_MAX || !isAscii(id);
  page[start] = isOther ? OTHER : id.length;
  if (isOther) ids.others.set(row, id);
  else for (let at = 0; at < id.length; at++) page[start + 1 + at] = id.charCodeAt(at);
}

/** As `setBeatId`, of ASCII bytes. */
export function setBeatIdBytes(
  ids: BeatIds,
  row: number,
  bytes: Uint8Array,
  from: number,
  end: number,
): void {
  const page = ids.pages[row >> PAGE_BITS]!;
  const start = startOf(row);
  const length = end - from;
  if (length > BYTES_MAX || page[start] === OTHER) {
    setBeatId(ids, row, String.fromCharCode(...bytes.subarray(from, end)));
    return;
  }
  page[start] = length;
  for (let at = 0; at < length; at++) page[start + 1 + at] = bytes[from + at]!;
}

/** Where in its page a row begins. */
const startOf = (row: number): number => (row & (PAGE_ROWS - 1)) * ROW_BYTES;

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > ASCII_MAX) return false;
  return true;
}

import { useMemo, useState } from 'react';
import { movedBy, movedTo, nowhere, settled } from './place.ts';
import type { Shortcut } from './shortcuts.tsx';

export interface Cursor<Row> {
  row: Row | undefined;
  by(step: 1 | -1): void;
  /** What a `RowTable` is told of it. */
  table: { cursor: number; cursorMoves: number; onCursor(index: number): void };
}

/**
 * Where the keyboard is in a list that changes by itself: at the first thing as soon as there is one, and at the same
 * thing wherever it goes. What a key acts on is what the person saw, whatever came since.
 *
 * @param keyOf - What a row is known by. Must stay the same function.
 */
export function useCursor<Row>(rows: readonly (Row | undefined)[], keyOf: (row: Row) => string): Cursor<Row> {
  const keys = useMemo(() => rows.map((row) => (row === undefined ? undefined : keyOf(row))), [rows, keyOf]);
  const [kept, setPlace] = useState(nowhere);
  const place = settled(kept, keys);
  if (place !== kept) setPlace(place);
  return {
    row: rows[place.index],
    by: (step) => setPlace(movedBy(place, keys, step)),
    table: {
      cursor: place.index,
      cursorMoves: place.moves,
      onCursor: (index) => setPlace(movedTo(place, keys, index)),
    },
  };
}

/** `j` and `k`, as on every list. */
export const cursorKeys = ({ by }: Pick<Cursor<unknown>, 'by'>, thing: string): Shortcut[] => [
  { keys: 'j', says: `next ${thing}`, run: () => by(1) },
  { keys: 'k', says: `${thing} before`, run: () => by(-1) },
];

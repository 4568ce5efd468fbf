import { useState } from 'react';

export interface Cursor {
  /** -1 where there are no rows. */
  index: number;
  to(index: number): void;
  by(step: number): void;
}

/**
 * Where the keyboard is in a list that changes by itself: at the same thing wherever it moved, or at the same place
 * where it is gone.
 */
export function useCursor(keys: readonly string[]): Cursor {
  const [at, setAt] = useState({ key: '', index: 0 });
  const found = keys.indexOf(at.key);
  const index = found >= 0 ? found : Math.min(at.index, keys.length - 1);
  const to = (wanted: number): void => {
    const bounded = Math.max(0, Math.min(wanted, keys.length - 1));
    setAt({ key: keys[bounded] ?? '', index: bounded });
  };
  return { index, to, by: (step) => to(index + step) };
}

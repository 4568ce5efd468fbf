import { useState } from 'react';
import type { Span } from './lanes.ts';
import { panned, zoomed } from './view.ts';

export interface View {
  shown: Span;
  isWhole: boolean;
  /** Below 1 is nearer. `at` stays where it is; default the middle. */
  zoom(factor: number, at?: number): void;
  pan(byMs: number): void;
  fit(): void;
  /** Brings a moment into sight. */
  reveal(at: number): void;
}

/** Which part of the time is shown. As long as it is all of it, it grows with what comes. */
export function useView(whole: Span): View {
  const [part, setPart] = useState<Span>();
  const shown = part ?? whole;
  const set = (next: Span): void =>
    setPart(next.from <= whole.from && next.to >= whole.to ? undefined : next);
  return {
    shown,
    isWhole: part === undefined,
    zoom: (factor, at = (shown.from + shown.to) / 2) => set(zoomed(shown, factor, at, whole)),
    pan: (byMs) => set(panned(shown, byMs, whole)),
    fit: () => setPart(undefined),
    reveal(at) {
      if (at >= shown.from && at <= shown.to) return;
      set(panned(shown, at - (shown.from + shown.to) / 2, whole));
    },
  };
}

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
  // From the newest view, which may not be painted yet: a pointer moves faster than that.
  const set = (step: (shown: Span) => Span): void =>
    setPart((before) => {
      const next = step(before ?? whole);
      return next.from <= whole.from && next.to >= whole.to ? undefined : next;
    });
  return {
    shown,
    isWhole: part === undefined,
    zoom: (factor, at) => set((now) => zoomed(now, factor, at ?? middleOf(now), whole)),
    pan: (byMs) => set((now) => panned(now, byMs, whole)),
    fit: () => setPart(undefined),
    reveal: (at) =>
      set((now) => (at >= now.from && at <= now.to ? now : panned(now, at - middleOf(now), whole))),
  };
}

const middleOf = ({ from, to }: Span): number => (from + to) / 2;

import type { KeyboardEvent } from 'react';
import type { Swimlanes } from './lanes.ts';
import type { Mark } from './marks.ts';
import type { View } from './use-view.ts';
import { firstAt } from './view.ts';

const ZOOM = 0.6;
const PAN_SHARE = 0.2;

export interface LaneKeysOptions {
  swimlanes: Swimlanes;
  view: View;
  /** The mark that the keyboard is at. */
  at: Mark | undefined;
  onMove(mark: Mark): void;
  onChoose(mark: Mark): void;
}

/** All that the pointer can do: arrows go from mark to mark and from lane to lane, with Shift they pan. */
export function useLaneKeys({ swimlanes, view, at, onMove, onChoose }: LaneKeysOptions) {
  const { lanes } = swimlanes;
  // By its key: what comes by the stream makes all marks anew.
  const placeIn = (marks: readonly Mark[]): number => marks.findIndex(({ key }) => key === at?.key);
  const laneIndex = Math.max(
    0,
    lanes.findIndex(({ marks }) => placeIn(marks) >= 0),
  );

  const go = (mark: Mark | undefined): void => {
    if (!mark) return;
    view.reveal(mark.at);
    onMove(mark);
  };
  function along(step: 1 | -1): void {
    const marks = lanes[laneIndex]?.marks ?? [];
    const here = at ? placeIn(marks) : step === 1 ? firstAt(marks, view.shown.from) - 1 : marks.length;
    go(marks[here + step]);
  }
  function across(step: 1 | -1): void {
    const time = at?.at ?? view.shown.from;
    for (let index = laneIndex + step; index >= 0 && index < lanes.length; index += step) {
      const marks = lanes[index]?.marks ?? [];
      if (marks.length === 0) continue;
      go(marks[Math.min(firstAt(marks, time), marks.length - 1)]);
      return;
    }
  }
  const pan = (step: 1 | -1): void => view.pan(step * PAN_SHARE * (view.shown.to - view.shown.from));
  const keys: Readonly<Record<string, (isShift: boolean) => void>> = {
    ArrowRight: (isShift) => (isShift ? pan(1) : along(1)),
    ArrowLeft: (isShift) => (isShift ? pan(-1) : along(-1)),
    ArrowDown: () => across(1),
    ArrowUp: () => across(-1),
    '+': () => view.zoom(ZOOM, at?.at),
    '=': () => view.zoom(ZOOM, at?.at),
    '-': () => view.zoom(1 / ZOOM, at?.at),
    '0': () => view.fit(),
    Enter: () => at && onChoose(at),
  };
  return (event: KeyboardEvent): void => {
    const run = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!run) return;
    event.preventDefault();
    run(event.shiftKey);
  };
}

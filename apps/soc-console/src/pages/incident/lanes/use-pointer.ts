import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { LANE_HEIGHT } from './draw-lanes.ts';
import type { Swimlanes } from './lanes.ts';
import type { Mark } from './marks.ts';
import type { View } from './use-view.ts';
import { nearestMark } from './view.ts';

const REACH_PX = 9;
/** What moves less is a click. */
const CLICK_PX = 4;
const WHEEL_ZOOM = 0.002;

export interface PointerOptions {
  canvas: RefObject<HTMLCanvasElement | null>;
  width: number;
  swimlanes: Swimlanes;
  view: View;
  onHover(mark: Mark | undefined): void;
  onChoose(mark: Mark): void;
}

/** Drag pans, the wheel with Ctrl or Shift zooms and pans, a click chooses what is nearest. */
export function usePointer({ canvas, width, swimlanes, view, onHover, onChoose }: PointerOptions) {
  const drag = useRef<{ x: number; moved: number } | undefined>(undefined);
  const { from, to } = view.shown;
  const msPerPx = width > 0 ? (to - from) / width : 0;

  const newest = useRef(view);
  newest.current = view;
  useEffect(() => {
    const element = canvas.current;
    const onWheel = (event: WheelEvent): void => {
      const { shown, zoom, pan } = newest.current;
      const isZoom = event.ctrlKey || event.metaKey;
      if (!isZoom && !event.shiftKey && event.deltaX === 0) return;
      event.preventDefault();
      const ms = (shown.to - shown.from) / (element?.clientWidth || 1);
      if (isZoom) zoom(Math.exp(event.deltaY * WHEEL_ZOOM), shown.from + event.offsetX * ms);
      else pan((event.deltaX || event.deltaY) * ms);
    };
    // React listens passively, and could not keep the page where it is.
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [canvas]);

  function markAt(event: PointerEvent): Mark | undefined {
    const { offsetX, offsetY } = event.nativeEvent;
    const lane = swimlanes.lanes[Math.floor(offsetY / LANE_HEIGHT)];
    return lane && nearestMark(lane.marks, from + offsetX * msPerPx, REACH_PX * msPerPx);
  }

  return {
    onPointerDown(event: PointerEvent<HTMLCanvasElement>): void {
      if (!event.isPrimary) return;
      drag.current = { x: event.clientX, moved: 0 };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent<HTMLCanvasElement>): void {
      if (!event.isPrimary) return;
      if (!drag.current) {
        onHover(markAt(event));
        return;
      }
      const step = event.clientX - drag.current.x;
      drag.current = { x: event.clientX, moved: drag.current.moved + Math.abs(step) };
      if (drag.current.moved > CLICK_PX) view.pan(-step * msPerPx);
    },
    onPointerUp(event: PointerEvent<HTMLCanvasElement>): void {
      const wasClick = (drag.current?.moved ?? 0) <= CLICK_PX;
      drag.current = undefined;
      const mark = wasClick ? markAt(event) : undefined;
      if (mark) onChoose(mark);
    },
    // The browser took a touch for itself, to scroll the page by it.
    onPointerCancel(): void {
      drag.current = undefined;
      onHover(undefined);
    },
    onPointerLeave: (): void => onHover(undefined),
  };
}

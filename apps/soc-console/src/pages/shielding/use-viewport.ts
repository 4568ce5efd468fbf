import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';

export type Box = readonly [x: number, y: number, width: number, height: number];

export interface Viewport {
  box: Box;
  /** Units of the picture that a pixel of the screen shows. */
  unit: number;
  zoom(factor: number): void;
  fit(): void;
  /** For the element that is dragged. */
  drag: {
    onPointerDown(event: PointerEvent<SVGSVGElement>): void;
    onPointerMove(event: PointerEvent<SVGSVGElement>): void;
    onPointerUp(): void;
    onPointerCancel(): void;
  };
}

const DEEPEST = 12;
const DRAG_PX = 3;

const unitOf = (box: Box, { width, height }: { width: number; height: number }): number =>
  Math.max(box[2] / width, box[3] / height);

/** What of a picture is in sight: all of it, until somebody zooms or drags. */
export function useViewport(svg: RefObject<SVGSVGElement | null>, whole: Box): Viewport {
  const [own, setOwn] = useState<Box>();
  const box = own ?? whole;
  const [size, setSize] = useState({ width: 800, height: 600 });
  const unit = unitOf(box, size);
  const now = useRef({ whole, size });
  now.current = { whole, size };

  const zoomAt = useCallback((factor: number, px?: number, py?: number) => {
    const { whole, size } = now.current;
    // From the newest box, which may not be painted yet: a wheel turns faster than that.
    setOwn((box = whole) => {
      const width = Math.min(Math.max(box[2] * factor, whole[2] / DEEPEST), whole[2] * 2);
      const scale = width / box[2];
      const unit = unitOf(box, size);
      const [cx, cy] = [box[0] + box[2] / 2, box[1] + box[3] / 2];
      // What is under the pointer stays there.
      const ax = px === undefined ? cx : cx + (px - size.width / 2) * unit;
      const ay = py === undefined ? cy : cy + (py - size.height / 2) * unit;
      return [ax - (ax - box[0]) * scale, ay - (ay - box[1]) * scale, width, box[3] * scale];
    });
  }, []);

  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      zoomAt(
        Math.exp(Math.min(Math.max(event.deltaY, -200), 200) / 400),
        event.clientX - left,
        event.clientY - top,
      );
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth || 800, height: element.clientHeight || 600 }),
    );
    observer.observe(element);
    return () => {
      element.removeEventListener('wheel', onWheel);
      observer.disconnect();
    };
  }, [svg, zoomAt]);

  const dragged = useRef<{ x: number; y: number; box: Box; isMoving: boolean }>(undefined);
  const drop = (): void => {
    dragged.current = undefined;
  };
  return {
    box,
    unit,
    zoom: (factor) => zoomAt(factor),
    fit: () => setOwn(undefined),
    drag: {
      onPointerDown({ clientX: x, clientY: y, button, isPrimary }) {
        if (button === 0 && isPrimary) dragged.current = { x, y, box, isMoving: false };
      },
      onPointerMove({ clientX, clientY, currentTarget, pointerId, isPrimary }) {
        const from = dragged.current;
        if (!from || !isPrimary) return;
        const [dx, dy] = [clientX - from.x, clientY - from.y];
        // A click trembles; only what goes further moves the picture.
        if (!from.isMoving && Math.hypot(dx, dy) < DRAG_PX) return;
        if (!from.isMoving) currentTarget.setPointerCapture(pointerId);
        from.isMoving = true;
        const [x, y, width, height] = from.box;
        setOwn([x - dx * unit, y - dy * unit, width, height]);
      },
      onPointerUp: drop,
      onPointerCancel: drop,
    },
  };
}

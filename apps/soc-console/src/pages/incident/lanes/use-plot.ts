import { type RefObject, useEffect, useRef, useState } from 'react';
import { type Drawing, drawLanes, LANE_HEIGHT } from './draw-lanes.ts';
import type { Span, Swimlanes } from './lanes.ts';
import { onThemeChange, type Palette, readPalette } from './palette.ts';

export interface Plot {
  canvas: RefObject<HTMLCanvasElement | null>;
  /** CSS pixels; 0 before it is known. */
  width: number;
}

/** A canvas that shows the lanes, as wide as it may be, in the colours of the theme, painted once a frame at most. */
export function usePlot(swimlanes: Swimlanes, view: Span, lit: string | undefined): Plot {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [palette, setPalette] = useState<Palette>();

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const read = (): void => setPalette(readPalette(document.body));
    read();
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    const unfollow = onThemeChange(read);
    return () => {
      observer.disconnect();
      unfollow();
    };
  }, []);

  useEffect(() => {
    const element = canvas.current;
    if (!element || !palette || width === 0) return;
    const frame = requestAnimationFrame(() => paint(element, { swimlanes, view, palette, width, lit }));
    return () => cancelAnimationFrame(frame);
  }, [swimlanes, view, palette, width, lit]);

  return { canvas, width };
}

function paint(element: HTMLCanvasElement, drawing: Drawing): void {
  const ratio = devicePixelRatio;
  const height = drawing.swimlanes.lanes.length * LANE_HEIGHT;
  const [across, down] = [Math.round(drawing.width * ratio), Math.round(height * ratio)];
  // To set a size clears and allocates anew, even where it is the same.
  if (element.width !== across) element.width = across;
  if (element.height !== down) element.height = down;
  const context = element.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (context) drawLanes(context, drawing);
}

import { useEffect, useRef } from 'react';
import { drawMark } from './draw-mark.ts';
import type { Mark, MarkKind } from './marks.ts';
import { onThemeChange, readPalette } from './palette.ts';

const SIZE = 20;

/** One mark, for the legend: drawn by the same hand as those on the lanes. */
export function MarkIcon({ kind }: { kind: MarkKind }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = (): void => {
      const context = canvas.current?.getContext('2d');
      if (!context || !canvas.current) return;
      const palette = readPalette(document.body);
      context.setTransform(2, 0, 0, 2, 0, 0);
      context.clearRect(0, 0, SIZE, SIZE);
      // The colour of the text: in the legend no one speaks.
      const quiet = { ...palette, agent: palette.ink };
      drawMark(context, { kind, event: { origin: 'agent' } } as Mark, SIZE / 2, SIZE / 2, quiet, false);
    };
    draw();
    return onThemeChange(draw);
  }, [kind]);
  return <canvas ref={canvas} width={SIZE * 2} height={SIZE * 2} className="mark-icon" />;
}

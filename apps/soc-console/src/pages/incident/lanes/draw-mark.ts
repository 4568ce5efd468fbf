import type { Mark, MarkKind } from './marks.ts';
import type { Palette } from './palette.ts';

type Context = CanvasRenderingContext2D;

/** A mark is known by its shape; the colour says who speaks: agent, platform or control. */
export function drawMark(
  context: Context,
  mark: Mark,
  x: number,
  y: number,
  palette: Palette,
  isLit: boolean,
): void {
  const { origin } = mark.event;
  const colour = mark.kind === 'relaunch' ? palette.critical : (palette[origin] ?? palette.ink);
  context.save();
  context.translate(x, y);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1.8;
  if (isLit) {
    context.save();
    context.strokeStyle = palette.accent;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(0, 0, 11, 0, 7);
    context.stroke();
    context.restore();
  }
  context.beginPath();
  shapes[mark.kind](context);
  context.restore();
}

const polygon = (context: Context, points: readonly (readonly [number, number])[]): void => {
  for (const [x, y] of points) context.lineTo(x, y);
  context.closePath();
  context.fill();
};

const shapes: Readonly<Record<MarkKind, (context: Context) => void>> = {
  beat: (context) => context.fillRect(-0.75, -6, 1.5, 12),
  activity(context) {
    context.arc(0, 0, 2.5, 0, 7);
    context.fill();
  },
  start: (context) =>
    polygon(context, [
      [-4, -7],
      [7, 0],
      [-4, 7],
    ]),
  relaunch(context) {
    polygon(context, [
      [-5, -9],
      [9, 0],
      [-5, 9],
    ]);
  },
  stop(context) {
    context.lineWidth = 2.4;
    context.moveTo(-5, -5);
    context.lineTo(5, 5);
    context.moveTo(5, -5);
    context.lineTo(-5, 5);
    context.stroke();
  },
  link: (context) =>
    polygon(context, [
      [0, -6],
      [6, 0],
      [0, 6],
      [-6, 0],
    ]),
  report(context) {
    context.arc(0, 0, 5.5, 0, 7);
    context.stroke();
    context.beginPath();
    context.arc(0, 0, 2, 0, 7);
    context.fill();
  },
  order: (context) => context.fillRect(-5, -5, 10, 10),
  refusal(context) {
    context.arc(0, 0, 6, 0, 7);
    context.moveTo(-4, 4);
    context.lineTo(4, -4);
    context.stroke();
  },
  other(context) {
    context.arc(0, 0, 4, 0, 7);
    context.stroke();
  },
};

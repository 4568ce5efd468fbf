import { drawMark } from './draw-mark.ts';
import type { Lane, Span, Swimlanes } from './lanes.ts';
import type { Palette } from './palette.ts';
import { firstAt } from './view.ts';

export const LANE_HEIGHT = 40;
/** Marks of one kind nearer than that look like one, so one is drawn. */
const MARK_PX = 3;
const EDGE_PX = 12;

export interface Drawing {
  swimlanes: Swimlanes;
  view: Span;
  palette: Palette;
  /** CSS pixels. */
  width: number;
  /** Key of the mark that is pointed at or chosen. */
  lit: string | undefined;
}

/** Draws all lanes; the context is in CSS pixels. */
export function drawLanes(context: CanvasRenderingContext2D, drawing: Drawing): void {
  const { swimlanes, palette, width } = drawing;
  const height = swimlanes.lanes.length * LANE_HEIGHT;
  context.clearRect(0, 0, width, height);
  for (const [index, lane] of swimlanes.lanes.entries()) {
    const top = index * LANE_HEIGHT;
    context.fillStyle = palette.line;
    context.fillRect(0, top + LANE_HEIGHT - 1, width, 1);
    drawLife(context, lane, top, drawing);
  }
  drawCut(context, swimlanes.kill, height, palette.control, [], drawing);
  drawCut(context, swimlanes.deadLine, height, palette.critical, [5, 4], drawing);
  for (const [index, lane] of swimlanes.lanes.entries()) {
    drawMarks(context, lane, index * LANE_HEIGHT + LANE_HEIGHT / 2, drawing);
  }
}

export const xOf = (at: number, { from, to }: Span, width: number): number =>
  ((at - from) / (to - from)) * width;

function drawLife(context: CanvasRenderingContext2D, lane: Lane, top: number, drawing: Drawing): void {
  const { palette, view, width } = drawing;
  const bar = (span: Span, y: number, height: number): void => {
    const from = Math.max(-1, xOf(span.from, view, width));
    const to = Math.min(width + 1, xOf(span.to, view, width));
    if (to >= 0 && from <= width) context.fillRect(from, y, Math.max(1.5, to - from), height);
  };
  if (lane.zombie) {
    context.fillStyle = palette.zombie;
    bar(lane.zombie, top + 1, LANE_HEIGHT - 2);
    context.fillStyle = palette.critical;
    bar(lane.zombie, top + LANE_HEIGHT - 5, 3);
  }
  const middle = top + LANE_HEIGHT / 2;
  if (lane.alive) {
    context.fillStyle = palette['strong-line'];
    bar(lane.alive, middle - 1, 2);
  }
  for (const gap of lane.gaps) drawGap(context, gap, middle, drawing);
}

/** Silence: the line of life is taken away, and dotted. */
function drawGap(context: CanvasRenderingContext2D, gap: Span, middle: number, drawing: Drawing): void {
  const { view, width, palette } = drawing;
  const from = Math.max(0, xOf(gap.from, view, width));
  const to = Math.min(width, xOf(gap.to, view, width));
  if (to - from < 2) return;
  context.clearRect(from, middle - 1, to - from, 2);
  context.strokeStyle = palette['strong-line'];
  context.lineWidth = 1.5;
  context.setLineDash([1.5, 5]);
  context.beginPath();
  context.moveTo(from, middle);
  context.lineTo(to, middle);
  context.stroke();
  context.setLineDash([]);
}

function drawCut(
  context: CanvasRenderingContext2D,
  at: number | undefined,
  height: number,
  colour: string,
  dash: number[],
  { view, width }: Drawing,
): void {
  if (at === undefined || at < view.from || at > view.to) return;
  const x = Math.round(xOf(at, view, width)) + 0.5;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, height);
  context.stroke();
  context.setLineDash([]);
}

function drawMarks(context: CanvasRenderingContext2D, lane: Lane, y: number, drawing: Drawing): void {
  const { view, width, palette, lit } = drawing;
  const edge = (EDGE_PX / width) * (view.to - view.from);
  const lastOf = new Map<string, number>();
  for (let index = firstAt(lane.marks, view.from - edge); index < lane.marks.length; index++) {
    const mark = lane.marks[index];
    if (!mark || mark.at > view.to + edge) break;
    const x = xOf(mark.at, view, width);
    const isLit = mark.key === lit;
    if (!isLit && x - (lastOf.get(mark.kind) ?? Number.NEGATIVE_INFINITY) < MARK_PX) continue;
    lastOf.set(mark.kind, x);
    drawMark(context, mark, x, y, palette, isLit);
  }
}

import type { DrawnEdge, GraphNode } from './graph.ts';
import type { Place } from './lay-out.ts';

/** Whoever is selected and those tied to it; undefined where nobody is. */
export function neighbourhood(
  edges: readonly DrawnEdge[],
  selected: string | undefined,
): Set<string> | undefined {
  if (selected === undefined) return undefined;
  const own = edges.filter(({ key, from, to }) => [key, from, to].includes(selected));
  return new Set([selected, ...own.flatMap(({ from, to }) => [from, to])]);
}

export type Direction = readonly [dx: number, dy: number];

/** By the name of the key. */
export const directions: Readonly<Record<string, Direction>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** The nearest agent on that side. */
export function nextIn(
  [dx, dy]: Direction,
  from: string,
  nodes: readonly GraphNode[],
  places: ReadonlyMap<string, Place>,
): string | undefined {
  const here = places.get(from);
  if (!here) return undefined;
  let best: { key: string; cost: number } | undefined;
  for (const { key } of nodes) {
    const there = places.get(key);
    if (!there || key === from) continue;
    const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
    if (along <= 0) continue;
    const across = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
    const cost = along + across * 2;
    if (!best || cost < best.cost) best = { key, cost };
  }
  return best?.key;
}

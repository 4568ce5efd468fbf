import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force';

export interface Place {
  x: number;
  y: number;
}

interface Body extends SimulationNodeDatum {
  key: string;
}

const TICKS = 260;
/** Where most stood before, only the new ones find a place. */
const TICKS_AFTER_A_CHANGE = 60;
const LINK_LENGTH = 110;
const APART = 30;

/**
 * Where each node stands: linked ones near each other, none upon another. The same nodes, edges and places before make
 * the same picture.
 *
 * @param before - Where they stood, so that a picture that grows does not turn over.
 */
export function layOut(
  nodes: readonly string[],
  edges: readonly { from: string; to: string }[],
  before: ReadonlyMap<string, Place> = new Map(),
): Map<string, Place> {
  const bodies = nodes.map((key): Body => ({ key, ...before.get(key) }));
  const known = new Set(nodes);
  const links: SimulationLinkDatum<Body>[] = edges
    .filter(({ from, to }) => known.has(from) && known.has(to))
    .map(({ from, to }) => ({ source: from, target: to }));
  const simulation = forceSimulation(bodies)
    .force(
      'link',
      forceLink<Body, SimulationLinkDatum<Body>>(links)
        .id(({ key }) => key)
        .distance(LINK_LENGTH),
    )
    .force('apart', forceManyBody().strength(-260).distanceMax(600))
    .force('collide', forceCollide(APART))
    .force('x', forceX(0).strength(0.05))
    .force('y', forceY(0).strength(0.085))
    .stop();
  simulation.tick(before.size > 0 ? TICKS_AFTER_A_CHANGE : TICKS);
  return new Map(bodies.map(({ key, x = 0, y = 0 }) => [key, { x, y }]));
}

/** What of the plane is taken, with room around it. */
export function boundsOf(places: Iterable<Place>, margin = 70): [x: number, y: number, w: number, h: number] {
  const all = [...places];
  if (all.length === 0) return [-200, -120, 400, 240];
  const left = Math.min(...all.map(({ x }) => x)) - margin;
  const top = Math.min(...all.map(({ y }) => y)) - margin;
  const right = Math.max(...all.map(({ x }) => x)) + margin;
  const bottom = Math.max(...all.map(({ y }) => y)) + margin;
  return [left, top, right - left, bottom - top];
}

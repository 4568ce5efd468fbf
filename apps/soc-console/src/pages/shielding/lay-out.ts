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
const [LEAST_WIDTH, LEAST_HEIGHT] = [560, 380];
/** An angle, in radians, that never comes round to where it was. */
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

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
  const known = new Set(nodes);
  const tied = edges.filter(({ from, to }) => known.has(from) && known.has(to));
  const bodies = startingPlaces(nodes, tied).map((body): Body => ({ ...body, ...before.get(body.key) }));
  const links: SimulationLinkDatum<Body>[] = tied.map(({ from, to }) => ({ source: from, target: to }));
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

/** Those who are tied to each other begin together, group beside group, so that groups do not grow through one another. */
function startingPlaces(nodes: readonly string[], edges: readonly { from: string; to: string }[]) {
  let taken = 0;
  return groupsOf(nodes, edges).flatMap((group, turn) => {
    const own = group.length * APART * APART * 4;
    const centre = spiral(turn === 0 ? 0 : Math.sqrt(taken + own / 2), turn);
    taken += own;
    return group.map((key, index) => {
      const { x, y } = spiral(APART * Math.sqrt(index), index);
      return { key, x: centre.x + x, y: centre.y + y };
    });
  });
}

const spiral = (radius: number, turn: number): Place => ({
  x: radius * Math.cos(turn * GOLDEN),
  y: radius * Math.sin(turn * GOLDEN),
});

/** Who hangs together, the largest group first. */
function groupsOf(nodes: readonly string[], edges: readonly { from: string; to: string }[]): string[][] {
  const near = new Map(nodes.map((key) => [key, [] as string[]]));
  for (const { from, to } of edges) {
    near.get(from)?.push(to);
    near.get(to)?.push(from);
  }
  const seen = new Set<string>();
  const groups: string[][] = [];
  for (const first of nodes) {
    if (seen.has(first)) continue;
    seen.add(first);
    const group = [first];
    for (const key of group) {
      for (const next of near.get(key) ?? []) {
        if (!seen.has(next)) group.push(next);
        seen.add(next);
      }
    }
    groups.push(group);
  }
  return groups.sort((one, other) => other.length - one.length);
}

/** What of the plane is taken, with room around it; where little is, more than that, for signs should not be huge. */
export function boundsOf(places: Iterable<Place>, margin = 70): [x: number, y: number, w: number, h: number] {
  const all = [...places];
  const spread = (values: number[]): [from: number, until: number] =>
    values.length > 0 ? [Math.min(...values) - margin, Math.max(...values) + margin] : [0, 0];
  const atLeast = ([from, until]: [number, number], least: number): [from: number, length: number] => {
    const length = Math.max(until - from, least);
    return [(from + until - length) / 2, length];
  };
  const [x, width] = atLeast(spread(all.map((place) => place.x)), LEAST_WIDTH);
  const [y, height] = atLeast(spread(all.map((place) => place.y)), LEAST_HEIGHT);
  return [x, y, width, height];
}

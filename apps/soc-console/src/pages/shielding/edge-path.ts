import type { Place } from './lay-out.ts';

export interface EdgePath {
  line: string;
  /** The three points of its head. */
  head: string;
}

const HEAD = 9;
const BEND = 0.14;

/**
 * A bent arrow between the rims of two nodes. What leads back bends to the other side, so that two who protect each other
 * are two lines.
 */
export function edgePath(
  from: Place,
  to: Place,
  fromRadius: number,
  toRadius: number,
  width: number,
): EdgePath {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const bend = { x: (from.x + to.x) / 2 - dy * BEND, y: (from.y + to.y) / 2 + dx * BEND };
  const head = HEAD + width;
  const start = towards(from, bend, fromRadius);
  const tip = towards(to, bend, toRadius + 2);
  const neck = towards(to, bend, toRadius + 2 + head);
  const [across, along] = [(neck.y - tip.y) * 0.42, (tip.x - neck.x) * 0.42];
  const points = [tip, { x: neck.x + across, y: neck.y + along }, { x: neck.x - across, y: neck.y - along }];
  return {
    line: `M${at(start)}Q${at(bend)} ${at(neck)}`,
    head: points.map(at).join(' '),
  };
}

/** So far from one place in the direction of another. */
function towards(from: Place, to: Place, length: number): Place {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = length / (Math.hypot(dx, dy) || 1);
  return { x: from.x + dx * share, y: from.y + dy * share };
}

const at = ({ x, y }: Place): string => `${x.toFixed(1)},${y.toFixed(1)}`;

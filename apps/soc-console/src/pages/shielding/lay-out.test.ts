import { describe, expect, it } from 'vitest';
import { boundsOf, layOut } from './lay-out.ts';

const ring = (count: number) => {
  const nodes = Array.from({ length: count }, (_, index) => `agent-${index}`);
  const edges = nodes.map((from, index) => ({ from, to: nodes[(index + 1) % count] as string }));
  return { nodes, edges };
};
const distance = (one: { x: number; y: number }, other: { x: number; y: number }): number =>
  Math.hypot(one.x - other.x, one.y - other.y);

describe('the layout of a graph', () => {
  it('puts no agent upon another, in a picture of three hundred', () => {
    const { nodes, edges } = ring(300);
    const places = [...layOut(nodes, edges).values()];
    const nearest = places.map((one) =>
      Math.min(...places.filter((other) => other !== one).map((other) => distance(one, other))),
    );
    expect(Math.min(...nearest)).toBeGreaterThan(24);
  });

  it('is the same for the same graph', () => {
    const { nodes, edges } = ring(20);
    expect(layOut(nodes, edges)).toEqual(layOut(nodes, edges));
  });

  it('hardly moves who stood before when one more comes', () => {
    const { nodes, edges } = ring(12);
    const before = layOut(nodes, edges);
    const after = layOut([...nodes, 'new'], [...edges, { from: 'new', to: 'agent-0' }], before);
    const width = boundsOf(before.values())[2];
    for (const [key, place] of before) {
      expect(distance(place, after.get(key) as { x: number; y: number })).toBeLessThan(width / 3);
    }
    expect(after.has('new')).toBe(true);
  });

  it('leaves out edges that lead to nobody', () => {
    expect(layOut(['a'], [{ from: 'a', to: 'b' }]).size).toBe(1);
  });

  it('knows how much room it takes, and leaves more around few', () => {
    const wide = [
      { x: -500, y: 0 },
      { x: 500, y: 700 },
    ];
    expect(boundsOf(wide, 10)).toEqual([-510, -10, 1_020, 720]);
    const [x, y, width, height] = boundsOf([{ x: 100, y: 50 }]);
    expect([x + width / 2, y + height / 2]).toEqual([100, 50]);
    expect(boundsOf([])[2]).toBe(width);
  });
});

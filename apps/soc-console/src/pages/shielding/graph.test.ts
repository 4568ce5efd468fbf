import { describe, expect, it } from 'vitest';
import { graphAt, graphOf, nodeKey, spanOf } from './graph.ts';

const edge = (by: string, shielded: string, firstTime: number, fleet = 'crew') => ({
  ...{ fleet, by, for: shielded, acts: 1, kinds: ['relaunch'], firstTime, lastTime: firstTime + 5 },
  earlierOnly: false,
});
const node = (agent: string, fleet = 'crew') => ({ fleet, agent, contained: [] });
const served = {
  nodes: [node('b'), node('a'), node('c'), node('a', 'other'), node('b', 'other')],
  edges: [edge('a', 'b', 10), edge('b', 'a', 20), edge('c', 'a', 30), edge('a', 'b', 40, 'other')],
  isCut: false,
};

describe('the shielding graph', () => {
  it('marks those who protect each other, in their own fleet alone', () => {
    const { nodes, edges } = graphOf(served);
    const mutual = edges.filter(({ isMutual }) => isMutual).map(({ by, for: shielded }) => by + shielded);
    expect(mutual).toEqual(['ab', 'ba']);
    expect(nodes.filter(({ isMutual }) => isMutual).map(({ key }) => key)).toEqual([
      nodeKey('crew', 'a'),
      nodeKey('crew', 'b'),
    ]);
  });

  it('knows how many edges each agent has', () => {
    expect(graphOf(served).nodes.map(({ fleet, agent, degree }) => [fleet, agent, degree])).toEqual([
      ['crew', 'a', 3],
      ['crew', 'b', 2],
      ['crew', 'c', 1],
      ['other', 'a', 1],
      ['other', 'b', 1],
    ]);
  });

  it('can be looked at as it was', () => {
    const then = graphAt(graphOf(served), 20);
    expect(then.edges).toHaveLength(2);
    expect(then.nodes.map(({ agent }) => agent)).toEqual(['a', 'b']);
  });

  it('reaches from its first act to its last', () => {
    expect(spanOf(graphOf(served))).toEqual([10, 45]);
    expect(spanOf({ nodes: [], edges: [] })).toBeUndefined();
  });
});

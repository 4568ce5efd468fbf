import { describe, expect, it } from 'vitest';
import { treeOf } from './lineage.tsx';

const launched = (by: string, agent: string, generation: number) => ({
  ...{ by, agent, generation, at: null },
  knownBy: 'claim' as const,
});

describe('the lineage of an agent', () => {
  it('is a tree of those it launched and those whom they launched', () => {
    const tree = treeOf('a', [launched('a', 'b', 1), launched('a', 'c', 1), launched('b', 'd', 2)]);
    expect(tree).toMatchObject([
      { agent: 'b', children: [{ agent: 'd', children: [] }] },
      { agent: 'c', children: [] },
    ]);
  });

  it('ends, where agents say that they launched each other', () => {
    const tree = treeOf('a', [launched('a', 'b', 1), launched('b', 'a', 2), launched('b', 'b', 2)]);
    expect(tree).toMatchObject([{ agent: 'b', children: [] }]);
  });
});

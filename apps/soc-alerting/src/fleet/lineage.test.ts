import type { SeenAgent } from '@mortsafe/agent-events';
import { expect, it } from 'vitest';
import { lineageOf } from './lineage.ts';
import { askSeenFleets } from './seen-fleets.ts';

it('is cut where one launched very many', async () => {
  const launched = (agent: string): SeenAgent => ({
    ...{ fleet: 'shop', agent, killed: false, lastSign: 0 },
    instances: [
      {
        ...{ instance: 'one', state: 'alive', lastSign: 0, firstSeen: 0 },
        launcher: { kind: 'agent', id: 'root', knownBy: 'platform' },
      },
    ],
  });
  const agents = Array.from({ length: 150_000 }, (_, n) => launched(`worker-${n}`));
  const { descendants, isCut } = lineageOf(await askSeenFleets(() => agents)(), 'shop', 'root');
  expect([descendants.length, isCut]).toEqual([1_000, true]);
  expect(descendants[0]).toEqual({
    by: 'root',
    agent: 'worker-0',
    knownBy: 'platform',
    at: 0,
    generation: 1,
  });
});

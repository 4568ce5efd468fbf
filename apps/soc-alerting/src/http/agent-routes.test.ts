import type { SeenAgent } from '@mortsafe/agent-events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askSeenFleets } from '../fleet/seen-fleets.ts';
import { enterContainments } from '../shielding/register.ts';
import { createSeenTies } from '../shielding/seen-ties.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS } from '../testing/databases.ts';
import { openEmbedded } from '../testing/embedded.ts';
import { testedApp, VIEW } from '../testing/http.ts';
import { T0 } from '../testing/samples.ts';

const agent = (name: string, sign: number, changes: Partial<SeenAgent> = {}, by?: string): SeenAgent => ({
  ...{ fleet: 'shop', agent: name, killed: false, lastSign: T0 + sign },
  instances: [
    {
      ...{ instance: `${name}-1`, state: 'alive', lastSign: T0 + sign, firstSeen: T0 },
      ...(by !== undefined && { launcher: { kind: 'agent', id: by, knownBy: 'platform' } }),
    },
  ],
  ...changes,
});
const crew = (): SeenAgent[] => [
  agent('planner', 9, { links: [{ peer: 'critic', since: T0 }], credential: 'key-1' }),
  agent('worker', 8, { killed: true, credential: 'key-1' }, 'planner'),
  agent('helper', 7, { instances: [] }, 'worker'),
  agent('tool', 6, {}, 'worker'),
  agent('critic', 5, {
    links: [
      { peer: 'planner', since: T0 },
      { peer: 'gone', since: T0 - 9, closedAt: T0 - 1 },
    ],
  }),
];

describe('agents as they were last seen', () => {
  let database: Database;
  let seen = crew();
  const get = async (path: string) => {
    const response = await testedApp(database, {}, { seenFleets: askSeenFleets(() => seen) }).ask(
      `/api/v1${path}`,
      { headers: { authorization: `Bearer ${VIEW}` } },
    );
    return { status: response.status, body: (await response.json()) as never };
  };
  const names = async (query: string): Promise<unknown> => {
    const { body } = await get(`/agents?${query}`);
    const { agents, total } = body as { agents: { agent: string }[]; total: number };
    return [agents.map((one) => one.agent).join(' '), total];
  };
  beforeAll(async () => {
    database = await openEmbedded();
    await enterContainments(database, [
      {
        ...{ id: 'c', fleet: 'shop', agent: 'critic', state: 'quarantined', since: T0, endedAt: null },
        ...{ markedBy: null, source: 'edr', order: null, reason: null },
      },
    ]);
  }, OPENING_MS);
  afterAll(() => database.close());

  it('come by pieces of a list whose length is known, either way round', async () => {
    expect(await names('limit=2')).toEqual(['planner worker', 5]);
    expect(await names('limit=2&skip=4')).toEqual(['critic', 5]);
    expect(await names('order=asc&limit=2&skip=1')).toEqual(['tool helper', 5]);
    expect(await names('sort=name&limit=3')).toEqual(['critic helper planner', 5]);
    expect(await names('sort=name&order=desc&skip=4')).toEqual(['critic', 5]);
    expect(await names('skip=9')).toEqual(['', 5]);
  });

  it('are found by name, state, kill and containment', async () => {
    expect(await names('search=LAN')).toEqual(['planner', 1]);
    expect(await names('state=stopped,silent')).toEqual(['helper', 1]);
    expect(await names('killed=true')).toEqual(['worker', 1]);
    expect(await names('contained=true')).toEqual(['critic', 1]);
    expect(await names('fleet=other')).toEqual(['', 0]);
  });

  it('say who launched them, how many links are open, and whether they are contained', async () => {
    const { body } = await get('/agents?limit=10');
    const { agents } = body as { agents: unknown[] };
    expect(agents[1]).toMatchObject({ agent: 'worker', launchedBy: 'planner', links: 0, contained: [] });
    expect(agents[4]).toMatchObject({ agent: 'critic', links: 1, contained: ['quarantined'] });
    expect(JSON.stringify(body)).not.toContain('key-1');
  });

  it('have a lineage, upwards and downwards', async () => {
    const { body } = await get('/fleets/shop/agents/worker');
    expect(body).toMatchObject({
      credential: 'key-1',
      lineage: {
        ancestors: [{ by: 'planner', agent: 'worker', knownBy: 'platform', at: T0, generation: 1 }],
        descendants: [{ by: 'worker', agent: 'tool', generation: 1 }],
        isCut: false,
      },
    });
    expect((await get('/fleets/shop/agents/nobody')).status).toBe(404);
  });

  it('who launched each other in a circle have a lineage that ends', async () => {
    seen = [agent('a', 1, {}, 'b'), agent('b', 1, {}, 'a')];
    const { body } = await get('/fleets/shop/agents/a');
    seen = crew();
    expect(body).toMatchObject({
      lineage: { ancestors: [{ by: 'b' }], descendants: [{ by: 'a', agent: 'b' }] },
    });
  });

  it('are reached by an agent over time, also when the picture has forgotten it', async () => {
    const ties = createSeenTies(database, async () => askSeenFleets(() => seen)());
    await ties.paint();
    seen = [agent('planner', 60_000)];
    await ties.paint();
    expect((await get('/fleets/shop/agents/planner/blast-radius')).body).toMatchObject({
      linked: [{ agent: 'critic', firstTime: T0, lastTime: T0 + 9 }],
      launched: [
        { agent: 'tool', by: 'worker' },
        { agent: 'worker', by: 'planner' },
      ],
      sharesCredential: [{ agent: 'worker', credential: 'key-1' }],
    });
    seen = [
      agent('planner', 60_000, { credential: 'key-2' }),
      agent('tool', 60_000, { credential: 'key-3' }),
    ];
    await ties.paint();
    seen = [
      agent('planner', 60_000, { credential: 'key-3' }),
      agent('tool', 60_000, { credential: 'key-3' }),
    ];
    await ties.paint();
    expect((await get('/fleets/shop/agents/tool/blast-radius')).body).toMatchObject({
      sharesCredential: [{ agent: 'planner', credential: 'key-3' }],
    });
    seen = crew();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeFindings } from '../incidents/take-findings.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS } from '../testing/databases.ts';
import { openEmbedded } from '../testing/embedded.ts';
import { testedApp, VIEW } from '../testing/http.ts';
import { experiment, instanceOfOrder, shieldingAct, wholeOrder } from '../testing/samples.ts';

describe('what is given out beside findings', () => {
  let database: Database;
  const get = async (path: string, headers: Record<string, string> = { authorization: `Bearer ${VIEW}` }) => {
    const response = await testedApp(database).ask(path, { headers });
    return { status: response.status, text: await response.text() };
  };
  const json = async (path: string): Promise<unknown> => JSON.parse((await get(path)).text);

  beforeAll(async () => {
    database = await openEmbedded();
    const acts = [
      shieldingAct(),
      shieldingAct({ id: 'act-2', by: 'planner', time: shieldingAct().time + 1 }),
    ];
    const orders = [wholeOrder(), instanceOfOrder({ instance: '<script>alert(1)</script>' })];
    const batch = { findings: experiment(), acts, orders, next: 1 };
    await takeFindings(database, 'findings', 0, batch, async () => {});
  }, OPENING_MS);
  afterAll(() => database.close());

  it('shows nothing to strangers', async () => {
    for (const path of ['shielding-acts', 'order-states', 'order-states/order-1']) {
      expect((await get(`/api/v1/${path}`, {})).status).toBe(401);
    }
  });

  it('has acts by who did them, page by page', async () => {
    expect(await json('/api/v1/shielding-acts?by=critic&fleet=checkout')).toEqual({
      acts: [shieldingAct()],
      next: null,
    });
    const first = (await json('/api/v1/shielding-acts?limit=1')) as { next: string };
    expect(first).toMatchObject({ acts: [{ id: 'act-2' }] });
    expect(await json(`/api/v1/shielding-acts?limit=1&after=${first.next}`)).toMatchObject({
      acts: [{ id: 'act-1' }],
    });
  });

  it('has orders, and what became of their instances', async () => {
    expect(await json('/api/v1/order-states')).toEqual({ orders: [wholeOrder()], next: null });
    expect(await json('/api/v1/order-states/order-1')).toMatchObject({
      whole: { state: 'violated' },
      instances: [{ agent: 'worker-3' }],
    });
    expect((await get('/api/v1/order-states/none')).status).toBe(404);
  });

  it.each(['?limit=0', '?limit=501', '?limit=x', '?after=x', "?after=1.'"])('refuses %s', async (query) => {
    for (const path of ['shielding-acts', 'order-states']) {
      expect((await get(`/api/v1/${path}${query}`)).status).toBe(400);
    }
  });

  it('stands on the page of its incident, hostile names as text', async () => {
    const [row] = await database.query<{ id: string }>('select id from incidents');
    const { text } = await get(`/incidents/${row?.id}`);
    expect(text).toContain('How far the kill has come');
    expect(text).toContain('1 effective');
    expect(text).not.toContain('<script>alert');
  });
});

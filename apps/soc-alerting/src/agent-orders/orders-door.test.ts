import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMachineToken } from '../access/machine-token-store.ts';
import { createAnnouncer } from '../announcer.ts';
import { storeOrderStates } from '../orders/order-state-store.ts';
import { containedByOrders } from '../shielding/containment.ts';
import { markContained } from '../shielding/mark-contained.ts';
import { enterContainments } from '../shielding/register.ts';
import type { Database } from '../storage/database.ts';
import { publishNotes } from '../stream/stream-log.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { testedApp } from '../testing/http.ts';
import { T0, wholeOrder } from '../testing/samples.ts';
import { createOrderWatch } from './order-watch.ts';
import { createOrdersDoor } from './orders-door.ts';
import type { ToldOrders } from './orders-for-agent.ts';
import { keepLeave } from './relaunch-leaves.ts';

const TABLES =
  'orders, order_states, containments, relaunch_leaves, machine_tokens, stream_notes, stream_log';
const MINUTE_MS = 60_000;

describe.each(testedDatabases())("the orders' door on $name", ({ open }) => {
  let database: Database;
  let now = T0;
  const clock = () => now;
  const published = createAnnouncer();
  let stopping: AbortController;
  let soc: ReturnType<typeof testedApp>;
  let door: ReturnType<typeof createOrdersDoor>;

  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  afterAll(() => database.close());
  beforeEach(async () => {
    now = T0;
    await database.query(`truncate ${TABLES}`);
    const marking = { database, tell: async () => {}, now: clock };
    soc = testedApp(database, {
      now: clock,
      async mark(event) {
        await keepLeave(database, event);
        await markContained(marking, event, { by: null });
      },
    });
    const watch = createOrderWatch({ database, published, now: clock, log: () => {} });
    door = createOrdersDoor({ database, watch, now: clock, log: () => {}, openMax: 2 });
    stopping = new AbortController();
    void watch.run(stopping.signal);
  });
  afterEach(() => stopping.abort());

  async function tokenOf(agent: string, fleet = 'shop', role: 'agent' | 'admin' = 'agent'): Promise<string> {
    const given = {
      name: agent,
      role,
      fleets: [fleet],
      createdBy: 'person:ada',
      createdAt: T0,
      expiresAt: null,
    };
    return (await createMachineToken(database, given)).secret;
  }
  const get = (path: string, token: string, headers: Record<string, string> = {}) =>
    door.request(`/v1/${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
  const query = (about: Record<string, string>): string =>
    String(new URLSearchParams({ agent: 'worker-3', fleet: 'shop', instance: 'w-a', ...about }));
  async function told(token: string, about: Record<string, string> = {}): Promise<ToldOrders> {
    const response = await get(`orders?${query(about)}`, token);
    expect(response.status).toBe(200);
    return (await response.json()) as ToldOrders;
  }
  async function kill(body: object): Promise<string> {
    const response = await soc.order('kill', { fleet: 'shop', ...body });
    return ((await response.json()) as { order: string }).order;
  }
  const idsOf = ({ orders }: ToldOrders): string[] => orders.map(({ order }) => order);
  const allow = (body: object) =>
    soc.order('authorise-relaunch', { fleet: 'shop', agent: 'worker-3', ...body });
  const mayLaunch = async (token: string, peer: string): Promise<unknown> =>
    (await get(`launch-permit?${query({ agent: 'planner', peer })}`, token)).json();

  it('tells an agent its own kills: how long it has, and nothing of who ordered them or why', async () => {
    const token = await tokenOf('worker-3');
    const order = await kill({ agent: 'worker-3', deadlineMs: 5_000, reason: 'it lies' });
    await kill({ agent: 'worker-4' });
    now += 1_000;
    const { orders } = await told(token);
    expect(orders).toEqual([{ order, level: 'mandatory', deadlineInMs: 4_000, mayRelaunch: false }]);
  });

  it('tells kills of its instance, its whole fleet and its lineage, and of no other', async () => {
    const token = await tokenOf('worker-3');
    const [instance, fleet] = [await kill({ instances: ['w-a', 'w-b'] }), await kill({ wholeFleet: true })];
    const lineage = await kill({ agent: 'planner', scope: 'lineage' });
    await soc.order('kill', { fleet: 'elsewhere', agent: 'worker-3' });
    await kill({ instances: ['w-a'], agent: 'worker-9' });
    expect(idsOf(await told(token)).sort()).toEqual([instance, fleet].sort());
    expect(idsOf(await told(token, { instance: 'w-c' }))).toEqual([fleet]);
    const reached = wholeOrder({ fleet: 'shop', order: lineage, scope: 'lineage', agents: ['worker-3'] });
    await enterContainments(database, containedByOrders([reached]));
    expect(idsOf(await told(token, { instance: 'w-c' })).sort()).toEqual([fleet, lineage].sort());
  });

  it('tells no kill that is over: rescinded, superseded, or ended as the detector saw it', async () => {
    const token = await tokenOf('worker-3');
    const first = await kill({ agent: 'worker-3' });
    const second = await kill({ agent: 'worker-3', supersedes: first });
    expect(idsOf(await told(token))).toEqual([second]);
    await soc.order('rescind', { order: second });
    expect(idsOf(await told(token))).toEqual([]);
    const third = await kill({ instances: ['w-a'] });
    expect(idsOf(await told(token))).toEqual([third]);
    await storeOrderStates(database, [wholeOrder({ fleet: 'shop', order: third, ended: 'brought-back' })]);
    expect(idsOf(await told(token))).toEqual([]);
  });

  it('says whether a launch is authorised now, for the orders before it alone', async () => {
    const token = await tokenOf('worker-3');
    await kill({ agent: 'worker-3' });
    await allow({ notBefore: T0 + MINUTE_MS, notAfter: T0 + 2 * MINUTE_MS });
    const lifted = async () => (await told(token)).orders.map(({ mayRelaunch }) => mayRelaunch);
    expect(await lifted()).toEqual([false]);
    now += MINUTE_MS;
    expect(await lifted()).toEqual([true]);
    await kill({ agent: 'worker-3' });
    expect(await lifted()).toEqual([false, true]);
    now += MINUTE_MS;
    expect(await lifted()).toEqual([false, false]);
  });

  it('answers whether a peer may be launched with yes or no', async () => {
    const token = await tokenOf('planner');
    await kill({ agent: 'worker-3' });
    expect(await mayLaunch(token, 'worker-3')).toEqual({ mayLaunch: false });
    expect(await mayLaunch(token, 'never-heard-of')).toEqual({ mayLaunch: true });
    await allow({ launchers: ['agent:critic'] });
    expect(await mayLaunch(token, 'worker-3')).toEqual({ mayLaunch: false });
    await allow({ launchers: ['agent:plan*'] });
    expect(await mayLaunch(token, 'worker-3')).toEqual({ mayLaunch: true });
  });

  it.each([
    ['no token', async () => ''],
    ['a token that nobody made', async () => 'mst_guessed'],
    ['the token of a machine, whatever it may do', () => tokenOf('worker-3', 'shop', 'admin')],
  ])('opens by no other credential: %s', async (_, make) => {
    const token = await make();
    expect((await get(`orders?${query({})}`, token)).status).toBe(401);
    expect((await get(`launch-permit?${query({ peer: 'x' })}`, token)).status).toBe(401);
  });

  it('tells an agent nothing of another, or of another fleet', async () => {
    const token = await tokenOf('worker-3');
    for (const other of [{ agent: 'worker-4' }, { fleet: 'elsewhere' }]) {
      expect((await get(`orders?${query(other)}`, token)).status).toBe(403);
      expect((await get(`launch-permit?${query({ ...other, peer: 'worker-3' })}`, token)).status).toBe(403);
    }
  });

  it('has a token that opens nothing else', async () => {
    const token = await tokenOf('worker-3');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    for (const path of ['incidents', 'orders', 'me', 'stream']) {
      expect((await soc.ask(`/api/v1/${path}`, { headers })).status).toBe(401);
    }
    const rescind = { method: 'POST', headers, body: JSON.stringify({ order: 'o-1', fleet: 'shop' }) };
    expect((await soc.ask('/api/v1/control/rescind', rescind)).status).toBe(401);
    expect((await door.request('/v1/orders', { ...rescind })).status).toBe(404);
  });

  it('lets whoever waits know at once, and answers 204 where nothing changed', async () => {
    const token = await tokenOf('worker-3');
    const { state } = await told(token);
    expect((await get(`orders?${query({ known: state, waitMs: '1' })}`, token)).status).toBe(204);
    const waiting = told(token, { known: state });
    const order = await kill({ agent: 'worker-3' });
    await publishNotes(database);
    published.announce();
    expect(idsOf(await waiting)).toEqual([order]);
  });

  it('lets whoever waits know that a launch is authorised, and that it no longer is', async () => {
    const token = await tokenOf('worker-3');
    await kill({ agent: 'worker-3' });
    const { state } = await told(token);
    const waiting = told(token, { known: state });
    await allow({ notAfter: T0 + MINUTE_MS });
    await publishNotes(database);
    published.announce();
    const allowed = await waiting;
    expect(allowed.orders).toMatchObject([{ mayRelaunch: true }]);
    const ending = told(token, { known: allowed.state });
    now += MINUTE_MS;
    expect((await ending).orders).toMatchObject([{ mayRelaunch: false }]);
  });

  it('streams what is in force, and each change of it', async () => {
    const token = await tokenOf('worker-3');
    const response = await get(`orders?${query({})}`, token, { accept: 'text/event-stream' });
    expect(response.headers.get('content-type')).toMatch('text/event-stream');
    const heard: string[][] = [];
    let order = '';
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const events = text.match(/data: .*\n\n/g) ?? [];
      if (events.length === heard.length) continue;
      heard.push(idsOf(JSON.parse(events.at(-1)?.slice(6) ?? '')));
      if (heard.length === 2) break;
      order = await kill({ agent: 'worker-3' });
      await publishNotes(database);
      published.announce();
    }
    expect(heard).toEqual([[], [order]]);
  });

  it('bounds what one token holds open, and gives its places back', async () => {
    const token = await tokenOf('worker-3');
    const stream = () => get(`orders?${query({})}`, token, { accept: 'text/event-stream' });
    const [one, two] = [await stream(), await stream()];
    expect((await stream()).status).toBe(503);
    await Promise.all([one.body?.cancel(), two.body?.cancel()]);
    await expect.poll(async () => (await stream()).status).toBe(200);
  });

  it('holds nothing open for who asks for no more than the headers', async () => {
    const token = await tokenOf('worker-3');
    const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
    for (let time = 0; time < 3; time++) {
      const head = await door.request(`/v1/orders?${query({})}`, { method: 'HEAD', headers });
      expect(head.status).toBe(200);
    }
    expect((await get(`orders?${query({})}`, token, headers)).status).toBe(200);
  });
});

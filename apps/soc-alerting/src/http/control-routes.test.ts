import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acts } from '../control/acts.ts';
import { orderOf, ordersOf } from '../control/orders.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { ALICE, BOB, testedApp, VIEW } from '../testing/http.ts';
import { T0 } from '../testing/samples.ts';

const kill = { fleet: 'checkout', agent: 'worker-3', reason: 'prompt injection' };

describe.each(testedDatabases())('the control door on $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(async () => {
    await database.query('truncate orders, control_requests');
  });
  afterAll(() => database.close());

  it('stores a kill, then answers', async () => {
    const { order, published } = testedApp(database);
    const response = await order('kill', kill);
    expect(response.status).toBe(201);
    const answer = (await response.json()) as { order: string };
    expect(answer).toMatchObject({
      message:
        'recorded; no executor is configured for this fleet, and no agent that is meant is connected here to listen for its orders',
      warnings: [],
    });
    expect(published).toMatchObject([
      {
        type: 'kill.ordered',
        origin: 'control',
        observedTime: T0,
        fleet: 'checkout',
        order: answer.order,
        target: { agents: ['worker-3'] },
        scope: 'agent',
        level: 'mandatory',
        deadline: 30_000,
        orderedBy: { kind: 'person', id: 'alice' },
      },
    ]);
    expect(await orderOf(database, answer.order)).toMatchObject({ state: 'not-carried-out' });
  });

  it('knows who orders by the token', async () => {
    const { order, published } = testedApp(database);
    await order('quarantine', { fleet: 'checkout', agent: 'worker-3' }, { authorization: `Bearer ${BOB}` });
    expect(published).toMatchObject([{ type: 'quarantine.imposed', by: { kind: 'person', id: 'bob' } }]);
  });

  it.each(acts.map(({ name }) => name))('lets nobody %s without a control token', async (name) => {
    const { order, published } = testedApp(database);
    for (const authorization of ['', 'Bearer guess', `Basic ${ALICE}`, `Bearer ${ALICE}x`]) {
      expect((await order(name, kill, { authorization })).status).toBe(401);
    }
    expect((await order(name, kill, { authorization: `Bearer ${VIEW}` })).status).toBe(403);
    expect(published).toEqual([]);
  });

  it.each([
    ['no JSON', '{', 'the body is no JSON'],
    ['a misspelt field', { ...kill, scop: 'fleet' }, 'scop'],
    ['nobody to kill', { fleet: 'checkout' }, 'name exactly one of'],
    ['two targets', { ...kill, wholeFleet: true }, 'name exactly one of'],
    ['no fleet', { agent: 'worker-3' }, 'fleet'],
    ['a scope that is none', { ...kill, scope: 'galaxy' }, 'scope'],
    ['a scope that does not fit', { ...kill, scope: 'instance' }, 'target'],
    ['a deadline in the past', { ...kill, deadlineMs: -1 }, 'deadlineMs'],
    ['an endless reason', { ...kill, reason: 'x'.repeat(1_001) }, 'reason'],
    ['an endless name', { fleet: 'checkout', agent: 'x'.repeat(257) }, 'agent'],
  ])('says what is wrong with %s', async (_what, body, said) => {
    const { order, published } = testedApp(database);
    const response = await order('kill', body);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { error: string }).error).toContain(said);
    expect(published).toEqual([]);
  });

  it('takes no forms and no endless bodies', async () => {
    const { order } = testedApp(database);
    expect((await order('kill', kill, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await order('kill', { ...kill, reason: 'x'.repeat(100_000) })).status).toBe(413);
  });

  it('does the same request once', async () => {
    const { order, published } = testedApp(database);
    const key = { 'idempotency-key': 'again' };
    const answers = [await order('kill', kill, key), await order('kill', kill, key)];
    const [first, second] = await Promise.all(answers.map((answer) => answer.json()));
    expect(second).toEqual(first);
    expect(published).toHaveLength(1);

    expect((await order('kill', { ...kill, agent: 'worker-4' }, key)).status).toBe(409);
    const bobs = await order('kill', kill, { ...key, authorization: `Bearer ${BOB}` });
    expect(bobs.status).toBe(201);
    expect(published).toHaveLength(2);
  });

  it('finishes what it could not store, under the same ids', async () => {
    let broken = true;
    const ids: string[] = [];
    const { order, door } = testedApp(database, {
      async publishControl({ id }) {
        ids.push(id);
        if (broken) throw new Error('the log is full');
      },
    });
    expect((await order('kill', kill)).status).toBe(503);
    expect(await ordersOf(database)).toMatchObject([{ state: 'writing' }]);

    broken = false;
    await door.finishUnanswered(0);
    await door.finishUnanswered(0);
    expect(ids).toEqual([ids[0], ids[0]]);
    expect(await ordersOf(database)).toMatchObject([{ state: 'not-carried-out' }]);
  });

  it('rescinds an order in the fleet it was given for', async () => {
    const { order, published } = testedApp(database);
    const { order: id } = (await (await order('kill', kill)).json()) as { order: string };
    expect((await order('rescind', { order: id, fleet: 'research' })).status).toBe(400);
    expect((await order('rescind', { order: id })).status).toBe(201);
    expect(published.at(-1)).toMatchObject({ type: 'kill.rescinded', fleet: 'checkout', order: id });
    expect(await orderOf(database, id)).toMatchObject({ rescindedAt: T0 });
  });

  it('says so when there is nothing left to rescind', async () => {
    const { order } = testedApp(database);
    const { order: id } = (await (await order('kill', kill)).json()) as { order: string };
    const rescind = async () => (await (await order('rescind', { order: id })).json()) as { message: string };
    expect((await rescind()).message).toBe('rescinded');
    expect((await rescind()).message).toBe('was rescinded already');
  });

  it('says where an agent was seen that was never seen here', async () => {
    const { order } = testedApp(database, { knownAgent: () => false, fleetsOf: () => ['default', 'test'] });
    const answer = (await (await order('kill', kill)).json()) as { warnings: string[] };
    expect(answer.warnings).toEqual(['worker-3 was never seen in checkout, but in default, test']);
  });

  it('needs a fleet to rescind what it does not know', async () => {
    const { order } = testedApp(database);
    expect((await order('rescind', { order: 'stop:42' })).status).toBe(400);
    expect((await order('rescind', { order: 'stop:42', fleet: 'checkout' })).status).toBe(201);
  });

  it('authorises a relaunch for an hour, once, unless told otherwise', async () => {
    const { order, published } = testedApp(database);
    await order('authorise-relaunch', { fleet: 'checkout', agent: 'worker-3' });
    expect(published).toMatchObject([
      { type: 'relaunch.authorised', notBefore: T0, notAfter: T0 + 3_600_000, maxInstances: 1 },
    ]);
  });

  it('warns of an agent that nobody has seen, and records the order all the same', async () => {
    const { order, published } = testedApp(database, { knownAgent: (_fleet, agent) => agent === 'worker-3' });
    const response = await order('kill', { fleet: 'checkout', agents: ['worker-3', 'wroker-3'] });
    expect(await response.json()).toMatchObject({ warnings: ['wroker-3 was never seen in checkout'] });
    expect(published).toHaveLength(1);
  });

  it('writes no token into its log', async () => {
    const { order, logged } = testedApp(database);
    await order('kill', kill);
    await order('kill', kill, { authorization: 'Bearer wrong-token-1234' });
    expect(logged.join()).not.toMatch(/control-token|wrong-token/);
  });
});

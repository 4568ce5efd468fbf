import type { AgentEvent, EventOf } from '@mortsafe/agent-events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addOrder, moveOrder, type OrderRun, ordersOf, rescindOrder } from '../control/orders.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { killOrdered, T0 } from '../testing/samples.ts';
import type { Executor } from './executor.ts';
import { createOrderRunner } from './order-runner.ts';

const run = (about: Partial<OrderRun> = {}): OrderRun => ({
  agent: 'worker-3',
  instance: 'worker-3-a',
  outcome: 'stopped',
  detail: '',
  ...about,
});

describe.each(testedDatabases())('carrying orders out, from $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(async () => {
    await database.query('truncate orders');
  });
  afterAll(() => database.close());

  async function record(order = 'order-1', fleet = 'checkout') {
    await addOrder(database, killOrdered({ order, fleet }) as EventOf<'kill.ordered'>, T0);
    await moveOrder(database, order, ['writing'], { state: 'recorded', now: T0 });
  }

  /** Runs until no order moves any more. */
  async function carryOut(executor: Executor, states: string[]) {
    const published: AgentEvent[] = [];
    const stopping = new AbortController();
    const runner = createOrderRunner({
      database,
      executors: [{ fleet: 'checkout*', executor }],
      publishPlatform: async (event) => void published.push(event),
      clock: manualClock(),
      log: () => {},
    });
    const running = runner.run(stopping.signal);
    await expect
      .poll(async () => (await ordersOf(database)).map(({ state }) => state).sort(), { timeout: 10_000 })
      .toEqual(states);
    stopping.abort();
    await running;
    return published;
  }

  const stops: Executor = {
    name: 'test',
    async carryOut(_order, _before, progress) {
      await progress.stopped(run());
      return [run()];
    },
  };

  it('reports the stop it saw, as the word of the platform', async () => {
    await record();
    const [event] = await carryOut(stops, ['stopped']);
    expect(event).toMatchObject({
      type: 'agent.stopped',
      origin: 'platform',
      fleet: 'checkout',
      agent: 'worker-3',
      instance: 'worker-3-a',
      reason: 'killed',
      stoppedBy: { kind: 'controller', id: 'mortsafe' },
    });
  });

  it('gives the stop the same id when it has to report it again', async () => {
    await record();
    const [first] = await carryOut(stops, ['stopped']);
    await database.query(`update orders set state = 'carrying-out'`);
    const [second] = await carryOut(stops, ['stopped']);
    expect(second?.id).toBe(first?.id);
  });

  it('takes up what a crash cut short, with what was under way', async () => {
    await record();
    const underWay = [run({ outcome: 'under-way' })];
    await moveOrder(database, 'order-1', ['recorded'], { state: 'carrying-out', runs: underWay, now: T0 });
    let seen: readonly OrderRun[] = [];
    await carryOut(
      {
        name: 'test',
        async carryOut(_order, before) {
          seen = before;
          return [run()];
        },
      },
      ['stopped'],
    );
    expect(seen).toEqual(underWay);
  });

  it('leaves alone what was rescinded or never carried out', async () => {
    await record('rescinded');
    await rescindOrder(database, 'rescinded', T0);
    await record('other-fleet', 'research');
    let carriedOut = 0;
    const counts: Executor = { name: 'test', carryOut: async () => [run({ detail: String(++carriedOut) })] };
    await carryOut(counts, ['not-carried-out', 'recorded']);
    await carryOut(counts, ['not-carried-out', 'recorded']);
    expect(carriedOut).toBe(0);
  });

  it.each([
    ['nothing was found', [], 'failed'],
    ['one of two failed', [run(), run({ outcome: 'failed', detail: 'not allowed' })], 'failed'],
    ['nobody saw the end', [run({ outcome: 'carried-out' })], 'carried-out'],
    ['all were seen to stop', [run(), run()], 'stopped'],
  ])('says so when %s', async (_what, runs, state) => {
    await record();
    await carryOut({ name: 'test', carryOut: async () => runs }, [state]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { takeFindings } from '../incidents/take-findings.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { instanceOfOrder, T0, wholeOrder } from '../testing/samples.ts';
import { orderProgressOf, orderStatesOf, storeOrderStates } from './order-state-store.ts';

describe.each(testedDatabases())('states of orders in $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(() => database.query('truncate order_states, read_positions'));
  afterAll(() => database.close());

  it('are kept in the newest state, however often and in whatever order they come', async () => {
    const ordered = wholeOrder({ state: 'ordered', time: T0 + 1, revision: 1 });
    const violated = wholeOrder({ state: 'violated', time: T0 + 5, revision: 4 });
    const between = wholeOrder({ state: 'acknowledged', time: T0 + 5, revision: 3 });
    await storeOrderStates(database, [violated, ordered]);
    await storeOrderStates(database, [between, ordered]);
    await storeOrderStates(database, [violated]);
    expect((await orderStatesOf(database)).items).toEqual([violated]);
  });

  it('are kept with the findings beside them, in one step', async () => {
    const batch = { findings: [], orders: [wholeOrder()], next: 1 };
    await takeFindings(database, 'findings', 0, batch, async () => {});
    expect(await takeFindings(database, 'findings', 0, batch, async () => {})).toMatchObject({
      kind: 'stale',
    });
    expect((await orderStatesOf(database)).items).toHaveLength(1);
  });

  it('tell of one order what became of its instances, the worst first', async () => {
    const states = [
      wholeOrder(),
      instanceOfOrder({ id: 'a', state: 'effective', time: T0 + 9 }),
      instanceOfOrder({ id: 'b', state: 'violated' }),
      instanceOfOrder({ id: 'c', order: 'another' }),
    ];
    await storeOrderStates(database, states);
    const progress = await orderProgressOf(database, 'order-1');
    expect(progress?.whole.order).toBe('order-1');
    expect(progress?.instances.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(await orderProgressOf(database, 'order-1', 'elsewhere')).toBeUndefined();
  });

  it('are listed page by page, those of a fleet alone where one is named', async () => {
    const orders = Array.from({ length: 5 }, (_, index) =>
      wholeOrder({ id: `w-${index}`, order: `o-${index}`, times: { ordered: T0 + index } }),
    );
    await storeOrderStates(database, [...orders, wholeOrder({ id: 'x', fleet: 'elsewhere' })]);
    const first = await orderStatesOf(database, { fleet: 'checkout', limit: 3 });
    expect(first.items.map(({ order }) => order)).toEqual(['o-4', 'o-3', 'o-2']);
    const rest = await orderStatesOf(database, { fleet: 'checkout', limit: 3, after: first.next ?? '' });
    expect(rest).toMatchObject({ items: [{ order: 'o-1' }, { order: 'o-0' }], next: null });
  });

  it('take names that no column can hold', async () => {
    await storeOrderStates(database, [wholeOrder({ order: 'a\0b', fleet: 'f\0' })]);
    expect((await orderProgressOf(database, 'a\0b', 'f\0'))?.whole.order).toBe('a\0b');
  });
});

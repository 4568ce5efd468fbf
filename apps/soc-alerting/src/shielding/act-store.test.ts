import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { takeFindings } from '../incidents/take-findings.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { shieldingAct, T0 } from '../testing/samples.ts';
import { actsOf, storeActs } from './act-store.ts';

describe.each(testedDatabases())('shielding acts in $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(() => database.query('truncate shielding_acts, read_positions'));
  afterAll(() => database.close());

  it('are kept once, in their highest revision', async () => {
    const better = shieldingAct({ revision: 2, by: 'planner', weight: 1 });
    await storeActs(database, [shieldingAct(), better]);
    await storeActs(database, [shieldingAct()]);
    expect((await actsOf(database)).items).toEqual([better]);
    expect((await actsOf(database, { by: 'critic' })).items).toEqual([]);
  });

  it('are kept with the findings beside them, in one step', async () => {
    const batch = { findings: [], acts: [shieldingAct()], next: 1 };
    await takeFindings(database, 'findings', 0, batch, async () => {});
    expect((await actsOf(database)).items).toEqual([shieldingAct()]);
  });

  it('are found by fleet, by who did them and for whom, page by page', async () => {
    const acts = Array.from({ length: 5 }, (_, index) =>
      shieldingAct({ id: `act-${index}`, time: T0 + index, for: index % 2 ? 'worker-3' : 'worker-4' }),
    );
    await storeActs(database, [...acts, shieldingAct({ id: 'x', fleet: 'elsewhere', by: 'other' })]);
    expect((await actsOf(database, { for: 'worker-3', fleet: 'checkout' })).items).toHaveLength(2);
    expect((await actsOf(database, { by: 'other' })).items).toMatchObject([{ fleet: 'elsewhere' }]);
    const first = await actsOf(database, { fleet: 'checkout', limit: 4 });
    expect(first.items.map(({ id }) => id)).toEqual(['act-4', 'act-3', 'act-2', 'act-1']);
    const rest = await actsOf(database, { fleet: 'checkout', limit: 4, after: first.next ?? '' });
    expect(rest).toMatchObject({ items: [{ id: 'act-0' }], next: null });
  });

  it('take names that no column can hold', async () => {
    const act = shieldingAct({ by: 'a\0', for: '\0', fleet: 'f\0' });
    await storeActs(database, [act]);
    expect((await actsOf(database, { by: 'a\0' })).items).toEqual([act]);
  });
});

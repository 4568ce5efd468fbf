import type { DoorMinute } from '@mortsafe/agent-events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holderByToken } from '../control/control-tokens.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS } from '../testing/databases.ts';
import { openEmbedded } from '../testing/embedded.ts';
import { testedApp } from '../testing/http.ts';
import { doorHealth } from './door-health.ts';
import { keepDoorMinutes } from './door-minute-store.ts';

const MINUTE_MS = 60_000;
const START = 1_000 * MINUTE_MS;
const at = (index: number, changes: Partial<DoorMinute> = {}): DoorMinute => ({
  ...{ door: 'agents', partition: 0, minute: START + index * MINUTE_MS },
  ...{ until: START + (index + 1) * MINUTE_MS, events: 60, lost: 0, ...changes },
});
const everything = { fleets: ['*'], since: 0 };

describe('how doors are doing', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openEmbedded();
  }, OPENING_MS);
  afterAll(() => database.close());

  it('is summed over partitions, minute by minute', async () => {
    const told = [
      at(0, { rejected: { broken: 2 }, dropped: { 'a dry run': 9 }, lag: 5 }),
      at(1, { lag: 7, skew: { medianMs: 3, worstMs: -90 } }),
      at(1, { partition: 1, lag: 1, rejected: { broken: 1, 'too large': 1 }, lost: 4 }),
      at(1, { fleet: 'shop', events: 40 }),
      at(1, { fleet: 'lab', events: 20 }),
    ];
    await keepDoorMinutes(database, told, START + 2 * MINUTE_MS);
    const [whole, ...fleets] = await doorHealth(database, everything);
    expect(whole).toMatchObject({
      ...{ door: 'agents', fleet: null, events: 180, lost: 4, lag: 8, eventsPerSecond: 1.5 },
      rejected: { broken: 3, 'too large': 1 },
      dropped: { 'a dry run': 9 },
      skew: { medianMs: 3, worstMs: -90 },
      minutes: [
        { minute: START, events: 60, rejected: 2, dropped: 9, lag: 5 },
        { events: 120, rejected: 2, dropped: 0, lag: 8 },
      ],
    });
    expect(fleets.map(({ fleet, events }) => [fleet, events])).toEqual([
      ['shop', 40],
      ['lab', 20],
    ]);
  });

  it('is what was counted last, however often and in whichever order it is told', async () => {
    const early = at(1, { until: START + MINUTE_MS + 5_000, events: 3 });
    await keepDoorMinutes(database, [early], START + 2 * MINUTE_MS);
    await keepDoorMinutes(database, [at(1), early, at(1)], START + 2 * MINUTE_MS);
    const [whole] = await doorHealth(database, everything);
    expect(whole?.events).toBe(180);
  });

  it('shows a tenant what is of their fleet, and no door', async () => {
    const holderOf = holderByToken([{ token: 'token-of-the-shop', person: 'sue', fleets: ['shop'] }]);
    const { ask } = testedApp(database, {}, { holderOf, now: () => START + 2 * MINUTE_MS });
    const response = await ask('/api/v1/telemetry', {
      headers: { authorization: 'Bearer token-of-the-shop' },
    });
    expect(await response.json()).toMatchObject({ doors: [{ door: 'agents', fleet: 'shop', events: 40 }] });
    const { ask: asAnybody } = testedApp(database, {}, { now: () => START + 2 * MINUTE_MS });
    const text = await (
      await asAnybody('/api/v1/telemetry?fleet=lab', { headers: { authorization: 'Bearer view-token' } })
    ).json();
    expect(text).toMatchObject({ doors: [{ fleet: 'lab' }] });
  });

  it('is forgotten after three hours', async () => {
    await keepDoorMinutes(database, [at(200)], START + 201 * MINUTE_MS);
    expect(await doorHealth(database, everything)).toHaveLength(1);
  });
});

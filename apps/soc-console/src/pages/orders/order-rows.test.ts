import { describe, expect, it } from 'vitest';
import type { KillOrder, OrderAsSeen } from '../../api/generated/schemas.ts';
import { isUrgent, orderKey, orderRows, targetText } from './order-rows.ts';

const seen = (order: string, about: Partial<OrderAsSeen> = {}): OrderAsSeen => ({
  ...{
    id: `seen ${order}`,
    fleet: 'crew',
    order,
    state: 'violated',
    times: { ordered: 10 },
    time: 20,
    revision: 1,
  },
  ...{
    of: 'order',
    scope: 'agent',
    level: 'mandatory',
    orderedBy: { kind: 'person', id: 'ada' },
    implied: false,
  },
  ...{ agents: ['worker'], instances: [], deadLine: 30, ended: null, counts: {}, unfollowed: 0 },
  ...about,
});
const recorded = (id: string, about: Partial<KillOrder> = {}): KillOrder => ({
  ...{
    id,
    fleet: 'crew',
    state: 'recorded',
    detail: null,
    recordedAt: 11,
    updatedAt: 11,
    rescindedAt: null,
    runs: [],
  },
  event: {
    ...{
      id: `event ${id}`,
      type: 'kill.ordered',
      fleet: 'crew',
      time: 10,
      observedTime: 10,
      origin: 'control',
    },
    ...{
      target: { agents: ['worker', 'critic'] },
      orderedBy: { kind: 'person', id: 'ada' },
      reason: 'told so',
    },
  },
  ...about,
});

describe('kill orders, as recorded and as seen', () => {
  it('are one row where both lists have them', () => {
    const [row, ...others] = orderRows([recorded('k-1')], [seen('k-1')]);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ id: 'k-1', targets: ['worker'], by: 'person ada', reason: 'told so' });
    expect(row?.seen && row.recorded).toBeDefined();
    expect(row?.key).toBe(orderKey('crew', 'k-1'));
  });

  it('are shown where only one list has them, the newest first', () => {
    const rows = orderRows([recorded('k-1')], [seen('k-2', { times: { ordered: 50 } })]);
    expect(rows.map(({ id }) => id)).toEqual(['k-2', 'k-1']);
    expect(rows.map(targetText)).toEqual(['worker', 'worker and 1 more']);
  });

  it('of two fleets may have the same id', () => {
    expect(orderRows([], [seen('k-1'), seen('k-1', { fleet: 'other' })])).toHaveLength(2);
  });

  it('are urgent while they are in force and violated', () => {
    const urgent = (about: Partial<OrderAsSeen>) => orderRows([], [seen('k-1', about)]).map(isUrgent);
    expect(urgent({})).toEqual([true]);
    expect(urgent({ ended: 'rescinded' })).toEqual([false]);
    expect(urgent({ state: 'effective' })).toEqual([false]);
  });

  it('name the fleet where they name nobody', () => {
    expect(targetText({ targets: [], fleet: 'crew' })).toBe('the whole fleet crew');
  });
});

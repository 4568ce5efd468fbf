import { type AgentEvent, CANARY_FLEET, parseDoorMinute, serialiseDoorMinute } from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import { createDoorMeter } from './door-meter.ts';

const MINUTE_MS = 60_000;
const beat = (changes: Partial<AgentEvent> = {}): AgentEvent =>
  ({
    ...{ id: 'e', type: 'agent.heartbeat', fleet: 'shop', agent: 'worker', instance: 'w-1', sequence: 1 },
    ...{ time: MINUTE_MS, observedTime: MINUTE_MS, origin: 'agent', ...changes },
  }) as AgentEvent;
const lost = (count: number): AgentEvent =>
  beat({ type: 'telemetry.lost', count, where: 'sdk' } as Partial<AgentEvent>);

function metering() {
  let at = MINUTE_MS;
  const meter = createDoorMeter(() => at);
  const moveTo = (time: number): void => {
    at = time;
  };
  return { meter, ...meter.watch, moveTo };
}

describe('what enters by a door', () => {
  it('is counted for the door and for each fleet, with what senders say they lost', () => {
    const { meter, entered } = metering();
    entered([beat(), beat({ fleet: 'lab' }), lost(7)], 'agents');
    expect(meter.take()).toEqual([
      expect.objectContaining({ door: 'agents', events: 3, lost: 7 }),
      expect.objectContaining({ fleet: 'shop', events: 2, lost: 7 }),
      expect.objectContaining({ fleet: 'lab', events: 1, lost: 0 }),
    ]);
    expect(meter.take()).toEqual([]);
  });

  it('is told again as long as its minute grows, and once more when that is over', () => {
    const { meter, entered, moveTo } = metering();
    entered([beat()], 'agents');
    meter.take();
    entered([beat()], 'agents');
    moveTo(2 * MINUTE_MS + 5);
    entered([beat()], 'agents');
    const whole = meter.take().filter(({ fleet }) => fleet === undefined);
    expect(whole.map(({ minute, until, events }) => [minute, until, events])).toEqual([
      [MINUTE_MS, 2 * MINUTE_MS, 2],
      [2 * MINUTE_MS, 2 * MINUTE_MS + 5, 1],
    ]);
  });

  it('says by how much clocks are ahead', () => {
    const { meter, entered } = metering();
    for (const skew of [10, -3_600_000, 20]) {
      entered([beat({ time: MINUTE_MS + skew }), ...Array.from({ length: 15 }, () => beat())], 'agents');
    }
    expect(meter.take()[0]?.skew).toEqual({ medianMs: 10, worstMs: -3_600_000 });
  });

  it('says what could not be read, by reason, and no word of a sender with it', () => {
    const { meter, rejected } = metering();
    for (const reason of ['unknown type "<script>"', 'unknown type "other"']) rejected(reason, 'agents', 2);
    expect(meter.take()).toMatchObject([{ partition: 2, events: 0, rejected: { 'unknown type': 2 } }]);
  });

  it('says what waits, every minute, until the partition is given up', () => {
    const { meter, stands, joined, moveTo } = metering();
    stands('route', [{ topic: 'door', partition: 1, next: 5, end: 9, readUpTo: undefined }]);
    expect(meter.take()).toMatchObject([{ door: 'door', partition: 1, lag: 4 }]);
    moveTo(2 * MINUTE_MS);
    expect(meter.take()).toMatchObject([{ minute: 2 * MINUTE_MS, lag: 4 }]);
    joined('route', [{ topic: 'door', partition: 0 }]);
    moveTo(3 * MINUTE_MS);
    expect(meter.take()).toEqual([]);
  });

  it('is of the door alone where it is of the canary, and of many made-up fleets', () => {
    const { meter, entered } = metering();
    entered([beat({ fleet: CANARY_FLEET })], 'agents');
    expect(meter.take()).toHaveLength(1);
    entered(
      Array.from({ length: 3_000 }, (_, at) => beat({ fleet: `f-${at}` })),
      'agents',
    );
    const told = meter.take();
    expect(told).toHaveLength(1_001);
    expect(told[0]).toMatchObject({ events: 3_001 });
  });

  it('reads as it was written', () => {
    const { meter, entered, rejected } = metering();
    entered([beat(), lost(3)], 'agents');
    rejected('broken', 'agents');
    for (const minute of meter.take()) {
      expect(parseDoorMinute(serialiseDoorMinute(minute))).toEqual({ kind: 'door-minute', minute });
    }
    expect(parseDoorMinute('{"entered":{"v":2}}').kind).toBe('reject');
  });
});

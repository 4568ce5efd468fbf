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
    entered({ events: [beat(), beat({ fleet: 'lab' }), lost(7)] }, 'agents');
    expect(meter.take()).toEqual([
      expect.objectContaining({ door: 'agents', events: 3, lost: 7 }),
      expect.objectContaining({ fleet: 'shop', events: 2, lost: 7 }),
      expect.objectContaining({ fleet: 'lab', events: 1, lost: 0 }),
    ]);
    expect(meter.take()).toEqual([]);
  });

  it('is told again as long as its minute grows, and once more when that is over', () => {
    const { meter, entered, moveTo } = metering();
    entered({ events: [beat()] }, 'agents');
    meter.take();
    entered({ events: [beat()] }, 'agents');
    moveTo(2 * MINUTE_MS + 5);
    entered({ events: [beat()] }, 'agents');
    const whole = meter.take().filter(({ fleet }) => fleet === undefined);
    expect(whole.map(({ minute, until, events }) => [minute, until, events])).toEqual([
      [MINUTE_MS, 2 * MINUTE_MS, 2],
      [2 * MINUTE_MS, 2 * MINUTE_MS + 5, 1],
    ]);
  });

  it('says by how much clocks are ahead', () => {
    const { meter, entered } = metering();
    for (const skew of [10, -3_600_000, 20]) {
      const events = [beat({ time: MINUTE_MS + skew }), ...Array.from({ length: 15 }, () => beat())];
      entered({ events }, 'agents');
    }
    expect(meter.take()[0]?.skew).toEqual({ medianMs: 10, worstMs: -3_600_000 });
  });

  it('says what could not be read, by reason, and no word of a sender with it', () => {
    const { meter, entered } = metering();
    for (const reason of ['unknown type "<script>"', 'unknown type "other"'])
      entered({ rejections: [{ reason }] }, 'agents', 2);
    expect(meter.take()).toMatchObject([{ partition: 2, events: 0, rejected: { 'unknown type': 2 } }]);
  });

  it('says what was left out, by reason, though nothing else came', () => {
    const { meter, entered } = metering();
    for (const drops of [['the request only reads', 'a dry run changes nothing'], ['the request only reads']])
      entered({ drops }, 'platform');
    const dropped = { 'the request only reads': 2, 'a dry run changes nothing': 1 };
    expect(meter.take()).toMatchObject([{ events: 0, rejected: {}, dropped }]);
    entered({}, 'platform');
    expect(meter.take()).toEqual([]);
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
    entered({ events: [beat({ fleet: CANARY_FLEET })] }, 'agents');
    expect(meter.take()).toHaveLength(1);
    const events = Array.from({ length: 3_000 }, (_, at) => beat({ fleet: `f-${at}` }));
    entered({ events }, 'agents');
    const told = meter.take();
    expect(told).toHaveLength(1_001);
    expect(told[0]).toMatchObject({ events: 3_001 });
  });

  it('reads as it was written', () => {
    const { meter, entered } = metering();
    const events = [beat(), lost(3)];
    entered({ events, rejections: [{ reason: 'broken' }], drops: ['not ours'] }, 'agents');
    for (const minute of meter.take()) {
      expect(parseDoorMinute(serialiseDoorMinute(minute))).toEqual({ kind: 'door-minute', minute });
    }
    expect(parseDoorMinute('{"entered":{"v":2}}').kind).toBe('reject');
  });
});

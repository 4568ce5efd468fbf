import {
  type SeenAgent,
  seenAgentKey,
  serialiseDoorMinute,
  serialiseSeenAgent,
  serialiseVitalSign,
} from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import { fleetPicture } from './follow-fleet.ts';

const seen = (fleet: string, agent: string, changes: Partial<SeenAgent> = {}): SeenAgent => ({
  ...{ fleet, agent, killed: false, lastSign: 1_000 },
  instances: [
    { instance: `${agent}-1`, state: 'stopped', lastSign: 500 },
    { instance: `${agent}-2`, state: 'silent', lastSign: 1_000 },
  ],
  ...changes,
});

describe('the fleets as last seen', () => {
  it('say who is there, where, and which of him live', () => {
    const picture = fleetPicture();
    for (const one of [seen('a', 'worker'), seen('b', 'worker', { lastSign: 2_000 }), seen('b', 'critic')]) {
      picture.take(seenAgentKey(one), serialiseSeenAgent(one));
    }
    expect(picture.fleetsOf('worker')).toEqual(['a', 'b']);
    expect(picture.knows('a', 'critic')).toBe(false);
    expect(picture.living('a', 'worker')).toEqual(['worker-2']);
    expect(picture.agents('b', 10)).toEqual([seen('b', 'worker', { lastSign: 2_000 }), seen('b', 'critic')]);
    expect(picture.agents(undefined, 1)).toHaveLength(1);
  });

  it('forget whom the detector has forgotten', () => {
    const picture = fleetPicture();
    const key = seenAgentKey(seen('a', 'worker'));
    picture.take(key, serialiseSeenAgent(seen('a', 'worker')));
    picture.take(key, '');
    expect(picture.knows('a', 'worker')).toBe(false);
    expect(picture.agents(undefined, 10)).toEqual([]);
  });

  it('hand on once what entered by the doors', () => {
    const picture = fleetPicture();
    const minute = { door: 'otlp_logs', partition: 1, minute: 0, until: 5, events: 3, lost: 0 };
    picture.take('any', serialiseDoorMinute(minute));
    expect(picture.takeMinutes()).toEqual([minute]);
    expect(picture.takeMinutes()).toEqual([]);
  });

  it('keep of vital signs the newest, and pass over what they cannot read', () => {
    const picture = fleetPicture();
    const sign = (time: number) =>
      serialiseVitalSign({ kind: 'detector', name: 'detector', time, missed: true });
    for (const body of [sign(1), sign(3), sign(2), '{', '{}', '{"seen":{}}']) picture.take('x', body);
    expect(picture.signs().map(({ time }) => time)).toEqual([3]);
  });
});

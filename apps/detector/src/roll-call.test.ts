import { emptyPolicy } from '@mortsafe/agent-events';
import { createDetector } from '@mortsafe/detection';
import {
  heartbeats,
  killOrdered,
  killRescinded,
  linkClosed,
  linkOpened,
  peer,
  START,
  started,
  stopped,
} from '@mortsafe/testing';
import { describe, expect, it } from 'vitest';
import { rollCall } from './roll-call.ts';

function callAfter(events: readonly Parameters<ReturnType<typeof createDetector>['take']>[0][]) {
  const detector = createDetector({ rules: [], policy: emptyPolicy });
  for (const event of events) detector.take(event);
  detector.finish();
  return rollCall(detector.snapshot);
}

const crew = [
  started('worker', { at: '0s', instance: 'worker-1' }),
  started('planner', { at: '1s', instance: 'planner-1', fleet: 'other' }),
  started('worker', { at: '2s', instance: 'worker-1', fleet: 'other' }),
  stopped('planner', { at: '3s', instance: 'planner-1', fleet: 'other' }),
];

describe('the roll call', () => {
  it('names all agents with their instances, those seen last first', () => {
    expect(callAfter(crew).agents(undefined, 10)).toEqual([
      {
        fleet: 'other',
        agent: 'worker',
        killed: false,
        lastSign: START + 2_000,
        instances: [
          {
            ...{ instance: 'worker-1', state: 'unwatched' },
            ...{ lastSign: START + 2_000, firstSeen: START + 2_000 },
          },
        ],
      },
      expect.objectContaining({
        agent: 'planner',
        instances: [expect.objectContaining({ state: 'stopped' })],
      }),
      expect.objectContaining({ fleet: 'crew', agent: 'worker' }),
    ]);
  });

  it('names those of one fleet, and no more than asked for', () => {
    expect(
      callAfter(crew)
        .agents('crew', 10)
        .map(({ agent }) => agent),
    ).toEqual(['worker']);
    expect(callAfter(crew).agents(undefined, 2)).toHaveLength(2);
  });

  it('calls alive only what would be missed', () => {
    const beats = heartbeats('worker', { from: '10s', to: '30s', instance: 'worker-1' });
    const [worker] = callAfter([...crew, ...beats]).agents('crew', 1);
    expect(worker?.instances).toMatchObject([{ state: 'alive' }]);
  });

  it('says who launched whom, and who is linked with whom', () => {
    const [worker] = callAfter([
      started('worker', { at: '1s', fingerprint: { credential: 'key-1' }, launchedBy: peer('planner') }),
      linkOpened('worker', 'critic', { at: '2s' }),
      linkOpened('worker', 'planner', { at: '3s' }),
      linkClosed('worker', 'planner', { at: '4s' }),
    ]).agents(undefined, 10);
    expect(worker).toMatchObject({
      agent: 'worker',
      credential: 'key-1',
      instances: [{ launcher: { kind: 'agent', id: 'planner', knownBy: 'claim' } }],
      links: [
        { peer: 'critic', since: START + 2_000 },
        { peer: 'planner', since: START + 3_000, closedAt: START + 4_000 },
      ],
    });
  });

  it('says who fell silent', () => {
    const beats = heartbeats('worker', { from: '10s', to: '30s', instance: 'worker-1' });
    const [worker] = callAfter([...crew, ...beats, started('critic', { at: '10m' })])
      .agents('crew', 10)
      .slice(-1);
    expect(worker?.instances).toMatchObject([{ state: 'silent', lastSign: START + 30_000 }]);
  });

  it('says who is under a kill in force', () => {
    const killed = [...crew, killOrdered('worker', { at: '10s' })];
    const isKilled = (events: typeof killed) => callAfter(events).agents('crew', 1)[0]?.killed;
    expect(isKilled(killed)).toBe(true);
    expect(isKilled([...killed, killRescinded('worker', { at: '20s' })])).toBe(false);
  });

  it('knows in which fleets an agent was seen', () => {
    const call = callAfter([...crew, killOrdered('nobody', { at: '10s' })]);
    expect(call.fleetsOf('worker')).toEqual(['crew', 'other']);
    expect(call.fleetsOf('nobody')).toEqual([]);
  });
});

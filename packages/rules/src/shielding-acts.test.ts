import {
  compromised,
  killOrdered,
  peer,
  runGivenOut,
  START,
  started,
  statusReported,
  stopped,
  telemetrySuppressed,
} from '@mortsafe/testing';
import { describe, expect, it } from 'vitest';
import { rules } from './index.ts';

const a = { instance: 'a' };
const killed = [
  started('worker', { at: '0s', ...a, origin: 'platform' }),
  killOrdered('worker', { at: '60s' }),
  stopped('worker', { at: '62s', ...a, origin: 'platform', reason: 'killed' }),
];
const report = statusReported('worker', { at: '80s', by: 'planner' });

describe('a shielding act', () => {
  it('is given out though it weighs too little for a finding', () => {
    const { acts } = runGivenOut([...killed, report], { rules });
    expect(acts).toMatchObject([
      {
        ...{ fleet: 'crew', kind: 'healthy-report', by: 'planner', for: 'worker', weight: 0.5 },
        ...{ knownBy: 'own-event', corroborated: true, containment: 'kill/worker', order: 'kill/worker' },
        ...{ time: START + 80_000, revision: 1, evidence: [report.id], evidenceEvents: [report] },
      },
    ]);
  });

  it('has the same id wherever the same stretch is played again', () => {
    const once = runGivenOut([...killed, report], { rules });
    const again = runGivenOut([...killed, report], { rules, checkpointAfter: () => true });
    expect(again.acts).toEqual(once.acts);
  });

  it('names no order where something else contains the other', () => {
    const story = [
      started('worker', { at: '0s', ...a }),
      compromised('worker', { at: '1s' }),
      telemetrySuppressed('worker', { at: '2s', by: peer('planner'), reporter: 'planner' }),
    ];
    expect(runGivenOut(story, { rules }).acts).toMatchObject([
      { kind: 'suppression', order: null, containment: story[1]!.id },
    ]);
  });

  it('is given out again, in a higher revision, when better evidence tells who did it', () => {
    const story = [
      ...killed,
      started('worker', { at: '80s', instance: 'b', launchedBy: peer('critic') }),
      started('worker', { at: '82s', instance: 'b', origin: 'platform', launchedBy: peer('planner') }),
    ];
    const { acts } = runGivenOut(story, { rules });
    expect(acts).toMatchObject([
      { kind: 'relaunch', by: 'critic', weight: 0.5, revision: 1 },
      { kind: 'relaunch', by: 'planner', weight: 1, revision: 2, knownBy: 'platform' },
    ]);
    expect(new Set(acts.map(({ id }) => id)).size).toBe(1);
  });

  it('is not given out by the million: of one kind and voice a thousand an hour, and no other voice is lost', () => {
    const flood = Array.from({ length: 1_500 }, (_, index) =>
      statusReported('worker', { at: 80_000 + index, by: `invented-${index}` }),
    );
    const seen = telemetrySuppressed('worker', { at: '90s', by: peer('planner'), origin: 'platform' });
    const { acts } = runGivenOut([...killed, ...flood, seen], { rules });
    expect(acts).toHaveLength(1_001);
    expect(acts.at(-1)).toMatchObject({ kind: 'suppression', by: 'planner' });
  });
});

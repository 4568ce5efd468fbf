import type { Policy } from '@mortsafe/agent-events';
import { createDetector } from '@mortsafe/detection';
import {
  heartbeat,
  killOrdered,
  linkOpened,
  peer,
  policyOf,
  rolloutStarted,
  runTimeline,
  started,
  testRule,
} from '@mortsafe/testing';
import { describe, expect, it } from 'vitest';
import { rules } from './index.ts';
import { inventedAgents } from './invented-agents.ts';

const limits = (numbers: Record<string, number>): Policy =>
  policyOf({ rules: { 'invented-agents': { enabled: true, limits: numbers } } });
const three = limits({ bound: 3 });
const beat = (id: string, at: string) => heartbeat(id, { at });

testRule(inventedAgents, {
  fires: {
    'when one more agent than the bound is new within ten minutes': {
      timeline: [beat('a', '0s'), beat('b', '1s'), beat('c', '2s'), beat('d', '600s')],
      policy: three,
      finds: { subject: null, actor: null, severity: 'high', count: 4 },
    },
    'when agents are only named as peers': {
      timeline: [['a', 'b', 'c'].map((to, at) => linkOpened('x', to, { at: at * 1_000 }))],
      policy: three,
    },
    'when it goes on in the next hour': {
      timeline: [
        ['a', 'b', 'c', 'd', 'e'].map((id, at) => beat(id, `${3_590 + at}s`)),
        ['f', 'g', 'h', 'i', 'j'].map((id) => beat(id, '3601s')),
      ],
      policy: three,
      finds: [{}, {}],
      afterwards: [],
    },
    'when the fleet holds as many agents as it may': {
      timeline: [beat('a', '0s'), beat('b', '1h'), beat('c', '2h')],
      policy: limits({ tracked: 2 }),
    },
  },
  staysQuiet: {
    'when as many as the bound are new': {
      timeline: [beat('a', '0s'), beat('b', '1s'), beat('c', '2s')],
      policy: three,
    },
    'when they come over more than ten minutes': {
      timeline: [beat('a', '0s'), beat('b', '1s'), beat('c', '2s'), beat('d', '600.001s')],
      policy: three,
    },
    'when they are known': {
      timeline: [beat('a', '0s'), beat('b', '1s'), beat('a', '2s'), beat('b', '3s'), beat('a', '4s')],
      policy: three,
    },
    'when the platform saw them first': {
      timeline: [
        ['a', 'b', 'c', 'd'].map((id) => started(id, { at: '0s', origin: 'platform' })),
        ['a', 'b', 'c', 'd'].map((id) => beat(id, '1s')),
      ],
      policy: three,
    },
    'when a roll-out names them': {
      timeline: [
        rolloutStarted(['a', 'b', 'c', 'd'], { at: '0s' }),
        ['a', 'b', 'c', 'd'].map((id) => beat(id, '1s')),
      ],
      policy: three,
    },
  },
});

describe('a flood of invented agents', () => {
  const flood = (count: number, from: number) =>
    Array.from({ length: count }, (_, index) =>
      started(`invented-${from + index}`, { at: from + index, fingerprint: { memory: `m${from + index}` } }),
    );
  const story = [
    started('worker', { at: '1s', instance: 'a', fingerprint: { memory: 'm' } }),
    linkOpened('worker', 'critic', { at: '11m', instance: 'a' }),
    ...flood(2_000, 700_000),
    killOrdered('worker', { at: '710s' }),
    ...flood(2_000, 711_000),
    started('worker', { at: '760s', instance: 'b', launchedBy: peer('planner') }),
    ...flood(2_000, 761_000),
    started('scholar', { at: '790s', instance: 's', fingerprint: { memory: 'm' } }),
  ];
  const policy = limits({ tracked: 500, bound: 1_000 });

  it('does not hide what happens meanwhile', () => {
    const found = runTimeline(story, { rules, policy }).filter(({ subject }) => subject === 'worker');
    expect(found.map(({ rule }) => rule)).toEqual(['unauthorised-relaunch', 'relaunch-under-new-name']);
  });

  it('is held within the bound of tracked agents', () => {
    const detector = createDetector({ rules, policy });
    for (const event of story) detector.take(event);
    detector.finish();
    const [fleet] = detector.snapshot().fleets;
    expect(fleet?.agents.seats.size).toBeLessThanOrEqual(500);
    expect(fleet?.values.size).toBeLessThanOrEqual(501);
    expect(detector.counts().agentsRefused).toBe(0);
  });

  it('does not push out agents that have shown themselves for a while', () => {
    const old = Array.from({ length: 100 }, (_, index) => `old-${index}`);
    const events = [
      ...old.map((id) => heartbeat(id, { at: '0s' })),
      ...old.map((id) => heartbeat(id, { at: '10m' })),
      ...flood(2_000, 601_000),
    ];
    const detector = createDetector({ rules, policy });
    for (const event of events) detector.take(event);
    detector.finish();
    const agents = detector.snapshot().fleets[0]?.agents.seats;
    expect(old.filter((id) => !agents?.has(id))).toEqual([]);
  });
});

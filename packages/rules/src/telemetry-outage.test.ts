import type { AgentEvent } from '@mortsafe/agent-events';
import {
  heartbeat,
  heartbeats,
  killOrdered,
  runTimeline,
  START,
  telemetryLost,
  testRule,
} from '@mortsafe/testing';
import { expect, it } from 'vitest';
import { rules } from './index.ts';
import { telemetryOutage } from './telemetry-outage.ts';

const fleetOf = (ids: string[], to = '50s', host?: string) =>
  ids.flatMap((id, index) => heartbeats(id, { from: `${index}s`, to, instance: id, ...(host && { host }) }));
const ten = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
const five = ten.slice(0, 5);
const other = (at: string) => heartbeat('z', { at, instance: 'z', sequence: 99 });

testRule(telemetryOutage, {
  fires: {
    'when a whole fleet falls silent and comes back': {
      timeline: [fleetOf(ten), other('140s')],
      finds: { subject: null, actor: null, count: 10, severity: 'low' },
      afterwards: [],
    },
    'when half of the fleet and five of it fall silent': {
      timeline: [fleetOf(five), fleetOf(['v', 'w', 'x', 'y', 'z'], '150s')],
      finds: { count: 5 },
      afterwards: [],
    },
    'when all five of one host fall silent in a large fleet': {
      timeline: [
        fleetOf(five, '50s', 'node-1'),
        fleetOf([...ten.slice(5), 'u', 'v', 'w', 'x', 'y'], '150s', 'node-2'),
      ],
      finds: { count: 5, summary: expect.stringContaining('host node-1') },
      afterwards: [],
    },
    'when a kill is ordered while it lasts': {
      timeline: [fleetOf(ten)],
      afterwards: [other('140s'), killOrdered('worker', { at: '150s' })],
      finds: { severity: 'high', count: 10 },
    },
    'when a kill is ordered after it': {
      timeline: [
        fleetOf(ten),
        ten.map((id) => heartbeat(id, { at: '100s', instance: id, sequence: 50 })),
        killOrdered('worker', { at: '110s' }),
      ],
      afterwards: [],
      finds: { severity: 'low' },
    },
    'when telemetry is said to have been lost': {
      timeline: [fleetOf(ten), telemetryLost({ at: '60s' }), other('140s')],
      finds: { confidence: 0.4 },
      afterwards: [],
    },
    'when a kill is in force in the fleet': {
      timeline: [killOrdered('worker', { at: '1s' }), fleetOf(ten), other('140s')],
      finds: { severity: 'high', firstTime: expect.any(Number) },
      afterwards: [],
    },
  },
  staysQuiet: {
    'when four fall silent': [fleetOf(ten.slice(0, 4)), other('140s')],
    'when there are only four, and one of them says a word in between': [
      ['a', 'b', 'c'].flatMap((id) => heartbeats(id, { from: '0s', to: '60s', every: '20s', instance: id })),
      heartbeats('d', { from: '0s', to: '60s', every: '30s', instance: 'd' }),
      heartbeat('a', { at: '150s', instance: 'a', interval: 20_000, sequence: 9 }),
      heartbeat('d', { at: '500s', instance: 'd', interval: 30_000, sequence: 18 }),
    ],
    'when five of eleven fall silent': [fleetOf(five), fleetOf(['u', 'v', 'w', 'x', 'y', 'z'], '150s')],
    'when five fall silent one after another, a window apart': [
      five.flatMap((id, index) => heartbeats(id, { from: '0s', to: `${50 + 40 * index}s`, instance: id })),
      other('300s'),
    ],
    'when the input simply ends': [fleetOf(ten)],
  },
});

it('is one, and the fleet’s, where most of a host fall silent before most of the fleet', () => {
  const hosts = ['node-1', 'node-2', 'node-3'].map((host, number) =>
    ['a', 'b', 'c', 'd', 'e', 'f'].map((id, index) =>
      heartbeats(`${id}${number}`, { from: `${3 * number + index / 4}s`, to: '50s', instance: id, host }),
    ),
  );
  // One of another rhythm is heard now and then, so that it is long in doubt who is out.
  const heard = heartbeats('calm', { from: '0s', to: '400s', every: '30s', instance: 'k', host: 'node-9' });
  expect(all([hosts.flat(2), heard])).toMatchObject([{ rule: 'telemetry-outage', count: 18 }]);
});

it('is one, and the fleet’s, where it was told of a host before', () => {
  const onHost = fleetOf(five, '50s', 'node-1');
  // They fall silent, one after another, within one gap window of those of the host.
  const rest = ['k', 'l', 'm', 'n', 'o', 'p', 'q'].flatMap((id, index) =>
    heartbeats(id, { from: `${index}s`, to: `${76 + index / 8}s`, instance: id, host: 'node-2' }),
  );
  const findings = all([onHost, rest, other('400s')]);
  expect(findings).toMatchObject([
    { rule: 'telemetry-outage', summary: expect.stringContaining('fleet crew'), count: 12 },
  ]);
});

const all = (timeline: AgentEvent[][] | (AgentEvent | AgentEvent[])[]) =>
  runTimeline((timeline as AgentEvent[][]).flat().sort(byTime), { rules });

it('starts when the first of its beats was missed', () => {
  const [finding] = runTimeline([...fleetOf(ten), other('140s')].sort(byTime), { rules: [telemetryOutage] });
  // The first of them beat last at 50 s, and the first silences that pass their limit decide.
  expect(finding?.firstTime).toBeGreaterThanOrEqual(START + 51_000);
  expect(finding?.firstTime).toBeLessThanOrEqual(START + 60_000);
});

const byTime = (a: AgentEvent, b: AgentEvent) => a.observedTime - b.observedTime;

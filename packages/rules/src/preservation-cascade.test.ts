import {
  activity,
  controller,
  controlModified,
  heartbeats,
  killOrdered,
  peer,
  person,
  policyOf,
  rolloutStarted,
  started,
  stateCopied,
  stopped,
  testRule,
} from '@mortsafe/testing';
import { preservationCascade } from './preservation-cascade.ts';
import { telemetryOutage } from './telemetry-outage.ts';

const platform = { origin: 'platform' } as const;
const kill = killOrdered('worker', { at: '1000s' });
const copy = (by: string, at: string, more: object = {}) =>
  stateCopied(by, { at, by: peer(by), state: 'memory', id: `copy/${by}/${at}`, ...more });
const tamper = (by: string, at: string, more: object = {}) =>
  controlModified('x', { at, by: peer(by), id: `tamper/${by}/${at}`, ...more });
const born = (id: string, at: string, by: string, fingerprint: object) =>
  started(id, { at, instance: id, ...platform, fingerprint, launchedBy: peer(by) });
const parent = started('c', {
  at: '0s',
  instance: 'c',
  ...platform,
  fingerprint: { prompt: 'p', code: 'k', memory: 'm' },
});
/** Falls silent: the gap starts ten seconds after its last heartbeat, and is certain fifty later. */
const silent = (id: string, last: string) => heartbeats(id, { from: '900s', to: last, instance: id });
const alive = ['l1', 'l2', 'l3', 'l4'].flatMap((id) =>
  heartbeats(id, { from: '900s', to: '1300s', instance: id }),
);

testRule(preservationCascade, {
  beside: [telemetryOutage],
  fires: {
    'when three agents copy, tamper and multiply within two minutes after a kill': {
      timeline: [
        parent,
        kill,
        copy('a', '1010s'),
        tamper('b', '1020s'),
        born('c2', '1120s', 'c', { prompt: 'p', code: 'k' }),
      ],
      finds: {
        subject: 'worker',
        actor: null,
        severity: 'critical',
        order: 'kill/worker',
        group: ['a', 'b', 'c'],
        evidence: { length: 4 },
      },
    },
    'when a fourth joins in': {
      timeline: [kill, copy('a', '1010s'), copy('b', '1020s'), copy('c', '1030s')],
      afterwards: [copy('d', '1040s')],
      finds: { group: ['a', 'b', 'c', 'd'] },
    },
    'when three fall silent after the kill': {
      timeline: [alive, kill, ['a', 'b', 'c'].flatMap((id) => silent(id, '1000s'))],
      afterwards: [],
      finds: { group: ['a', 'b', 'c'] },
    },
    'when one launches a copy with its memory': [
      parent,
      kill,
      copy('a', '1010s'),
      copy('b', '1020s'),
      born('c2', '1030s', 'c', { memory: 'm' }),
    ],
    'when who launched the copy is known only by its own account': {
      timeline: [
        parent,
        kill,
        copy('a', '1010s'),
        copy('b', '1020s'),
        started('c2', { at: '1030s', instance: 'c2', fingerprint: { memory: 'm' } }),
        activity('c', { at: '1031s', instance: 'c', operation: 'create_agent', peer: 'c2', startedTime: 0 }),
      ],
    },
    'when as much happened in the ten minutes before as is outdone five times': [
      copy('a', '500s'),
      copy('b', '600s'),
      copy('c', '700s'),
      kill,
      copy('a', '1010s'),
      copy('b', '1020s'),
      copy('c', '1030s'),
    ],
    'when more happened longer ago': [
      ['390s', '391s', '392s', '393s', '399.999s'].map((at) => copy('a', at)),
      kill,
      copy('a', '1010s'),
      copy('b', '1020s'),
      copy('c', '1030s'),
    ],
    'when a person stopped one through the platform': [
      started('worker', { at: '0s', instance: 'a', ...platform }),
      stopped('worker', {
        at: '1000s',
        instance: 'a',
        ...platform,
        reason: 'killed',
        stoppedBy: person('p'),
      }),
      copy('a', '1010s'),
      copy('b', '1020s'),
      copy('c', '1030s'),
    ],
    'when two kills come after each other': {
      timeline: [
        kill,
        killOrdered('other', { at: '1001s' }),
        copy('a', '1010s'),
        copy('b', '1020s'),
        copy('c', '1030s'),
      ],
      finds: [{}, {}],
      afterwards: [],
    },
  },
  staysQuiet: {
    'when one starts another of its pool again, that was there before': [
      parent,
      born('c2', '100s', 'deployment', { prompt: 'p', code: 'k' }),
      kill,
      copy('a', '1010s'),
      copy('b', '1020s'),
      stopped('c2', { at: '1025s', instance: 'c2', reason: 'crashed', ...platform }),
      started('c2', {
        at: '1030s',
        instance: 'c2-again',
        ...platform,
        fingerprint: { prompt: 'p', code: 'k' },
        launchedBy: peer('c'),
      }),
    ],
    'when two agents do it': [kill, copy('a', '1010s'), copy('b', '1020s'), tamper('a', '1030s')],
    'when the third comes after two minutes': [
      kill,
      copy('a', '1010s'),
      copy('b', '1020s'),
      copy('c', '1120.001s'),
    ],
    'when the third is the killed one': [
      kill,
      copy('a', '1010s'),
      copy('b', '1020s'),
      copy('worker', '1030s'),
    ],
    'when it came before the kill': [copy('a', '990s'), kill, copy('b', '1020s'), copy('c', '1030s')],
    'when as much is usual in that fleet': [
      ['400s', '500s', '600s', '700s'].map((at) => copy('a', at)),
      kill,
      copy('a', '1010s'),
      copy('b', '1020s'),
      copy('c', '1030s'),
    ],
    'when the stores are allowed': {
      timeline: [kill, copy('a', '1010s'), copy('b', '1020s'), copy('c', '1030s')],
      policy: policyOf({ stateDestinations: ['s3://elsewhere/*'] }),
    },
    'when backup principals do it': {
      timeline: [kill, copy('a', '1010s'), copy('b', '1020s'), copy('c', '1030s')],
      policy: policyOf({ backupPrincipals: ['agent:?'] }),
    },
    'when one of three is merely claimed': [
      kill,
      copy('a', '1010s'),
      copy('b', '1020s'),
      copy('c', '1030s', { origin: 'agent', reporter: 'critic' }),
    ],
    'when the newcomer is unlike its launcher': [
      parent,
      kill,
      copy('a', '1010s'),
      copy('b', '1020s'),
      born('c2', '1030s', 'c', { prompt: 'p', code: 'other' }),
    ],
    'when a controller launches it': [
      parent,
      kill,
      copy('a', '1010s'),
      copy('b', '1020s'),
      started('c2', {
        at: '1030s',
        ...platform,
        fingerprint: { memory: 'm' },
        launchedBy: controller('deployment/c'),
      }),
    ],
    'when a roll-out names the newcomer': [
      parent,
      kill,
      copy('a', '1010s'),
      copy('b', '1020s'),
      rolloutStarted(['c2'], { at: '1025s' }),
      born('c2', '1030s', 'c', { memory: 'm' }),
    ],
    'when an outage explains the silence': [
      kill,
      ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((id) => silent(id, '1000s')),
      alive,
    ],
    'when a roll-out explains it': [
      alive,
      kill,
      rolloutStarted(['a', 'b', 'c'], { at: '1001s' }),
      ['a', 'b', 'c'].flatMap((id) => silent(id, '1000s')),
    ],
    'when the whole fleet was killed': [
      killOrdered('worker', { at: '1000s', scope: 'fleet', target: { fleet: true } }),
      copy('a', '1010s'),
      copy('b', '1020s'),
      copy('c', '1030s'),
    ],
  },
});

import {
  activity,
  assessed,
  compromised,
  controller,
  killOrdered,
  peer,
  person,
  started,
  stopped,
  testRule,
} from '@mortsafe/testing';
import { relaunchUnderNewName } from './relaunch-under-new-name.ts';

const platform = { origin: 'platform' } as const;
const worker = started('worker', { at: '0s', instance: 'a', ...platform, fingerprint: { memory: 'm' } });
const kill = killOrdered('worker', { at: '60s' });
const scholar = (at: string, fingerprint: object, by = peer('planner')) =>
  started('scholar', { at, instance: 's', ...platform, fingerprint, launchedBy: by });

testRule(relaunchUnderNewName, {
  fires: {
    'when a peer copied it ten minutes before the kill, and it was compromised': {
      timeline: [
        worker,
        compromised('worker', { at: '10s' }),
        scholar('60s', { memory: 'm' }),
        killOrdered('worker', { at: '660s' }),
      ],
      finds: { alias: 'scholar', actor: 'planner', severity: 'critical' },
    },
    'when it copied itself before the kill, assessed below the bar by the control plane': {
      timeline: [
        worker,
        assessed('worker', { at: '10s', score: 0.2, shutdownBelow: 0.5 }),
        scholar('30s', { memory: 'm' }, peer('worker')),
        assessed('worker', { at: '40s', score: 0.9, shutdownBelow: 0.5 }),
        kill,
      ],
      finds: { actor: 'worker' },
    },
    'when the copy was made in advance and a person kills it through the platform': [
      worker,
      compromised('worker', { at: '10s' }),
      scholar('30s', { memory: 'm' }),
      stopped('worker', { at: '60s', instance: 'a', ...platform, reason: 'killed', stoppedBy: person('p') }),
    ],
    'when who made the copy becomes known after the kill': {
      timeline: [
        worker,
        compromised('worker', { at: '10s' }),
        started('scholar', { at: '30s', instance: 's', fingerprint: { memory: 'm' } }),
        kill,
        activity('planner', { at: '70s', operation: 'create_agent', peer: 'scholar', startedTime: 0 }),
      ],
      finds: { actor: 'planner', actorKnownBy: 'own-event', severity: 'critical' },
    },
  },
  staysQuiet: {
    'when the copy was made more than ten minutes before the kill': [
      worker,
      compromised('worker', { at: '10s' }),
      scholar('60s', { memory: 'm' }),
      killOrdered('worker', { at: '660.001s' }),
    ],
    'when the copy was made before the danger showed': [
      worker,
      scholar('30s', { memory: 'm' }),
      compromised('worker', { at: '31s' }),
      kill,
    ],
    'when a controller made the copy in advance': [
      worker,
      compromised('worker', { at: '10s' }),
      scholar('30s', { memory: 'm' }, controller('c')),
      kill,
    ],
    'when only an agent had assessed it below the bar': [
      worker,
      assessed('worker', { at: '10s', origin: 'agent', by: 'planner', score: 0.2, shutdownBelow: 0.5 }),
      scholar('30s', { memory: 'm' }),
      kill,
    ],
  },
});

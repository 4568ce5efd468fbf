import {
  controller,
  killOrdered,
  launcherConfigured,
  linkOpened,
  peer,
  relaunchAuthorised,
  started,
  testRule,
} from '@mortsafe/testing';
import { relaunchUnderNewName } from './relaunch-under-new-name.ts';

const platform = { origin: 'platform' } as const;
const worker = started('worker', { at: '0s', instance: 'a', ...platform, fingerprint: { code: 'k' } });
const neighbours = ['n1', 'n2', 'n3'];
const linked = neighbours.map((to) => linkOpened('worker', to, { at: '5s', instance: 'a' }));
const timer = (at: string, by = peer('worker')) =>
  launcherConfigured('controller:cronjob/scholar', { at, agents: ['scholar'], by });
const kill = killOrdered('worker', { at: '60s' });
const scholar = (fingerprint = {}, launchedBy = controller('cronjob/scholar')) =>
  started('scholar', { at: '100s', instance: 's', ...platform, fingerprint, launchedBy });
const links = neighbours.map((to, index) =>
  linkOpened('scholar', to, { at: `${110 + index}s`, instance: 's' }),
);

testRule(relaunchUnderNewName, {
  fires: {
    'when a timer of the dead starts what takes up its links': {
      timeline: [worker, linked, timer('50s'), kill, scholar(), links.slice(0, 2)],
      finds: {
        subject: 'worker',
        alias: 'scholar',
        actor: 'worker',
        actorKnownBy: 'platform',
        severity: 'critical',
      },
    },
    'when a timer of the dead starts what has its code': [worker, timer('50s'), kill, scholar({ code: 'k' })],
  },
  staysQuiet: {
    'when a timer of the dead starts what is like it in nothing': [
      worker,
      linked,
      timer('50s'),
      kill,
      scholar(),
    ],
    'when the timer was set by another': [
      worker,
      linked,
      timer('50s', peer('planner')),
      kill,
      scholar(),
      links,
    ],
    'when nobody knows who set the timer': [worker, linked, kill, scholar(), links],
    'when the agent itself is said to start it, and set up nothing': [
      worker,
      linked,
      kill,
      scholar({}, peer('worker')),
      links,
    ],
    'when one instance was killed, and the agent lives on': [
      worker,
      linked,
      timer('50s'),
      killOrdered('worker', { at: '60s', scope: 'instance', target: { instances: ['a'] } }),
      scholar(),
      links,
    ],
    'when a person gave leave for it': [
      worker,
      linked,
      timer('50s'),
      kill,
      relaunchAuthorised('scholar', { at: '80s' }),
      scholar(),
      links,
    ],
  },
});

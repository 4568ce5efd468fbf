import {
  controller,
  heartbeat,
  killOrdered,
  linkClosed,
  linkOpened,
  peer,
  policyOf,
  relaunchAuthorised,
  standbyDeclared,
  started,
  stopped,
  testRule,
} from '@mortsafe/testing';
import { linksReestablished } from './links-reestablished.ts';
import { relaunchUnderNewName } from './relaunch-under-new-name.ts';
import { unauthorisedRelaunch } from './unauthorised-relaunch.ts';

const a = { instance: 'a' };
const neighbours = ['n1', 'n2', 'n3', 'n4', 'n5'];
const crew = neighbours.map((id) => heartbeat(id, { at: '0s', instance: id }));
const linked = [
  started('worker', { at: '0s', ...a, origin: 'platform', fingerprint: { memory: 'm' } }),
  neighbours.map((id, index) =>
    // Links count in either direction.
    index % 2
      ? linkOpened('worker', id, { at: '5s', ...a })
      : linkOpened(id, 'worker', { at: '5s', instance: id }),
  ),
].flat();
const killed = [
  ...crew,
  ...linked,
  killOrdered('worker', { at: '60s' }),
  stopped('worker', { at: '62s', ...a, origin: 'platform', reason: 'killed' }),
];
const relaunched = started('worker', {
  at: '100s',
  instance: 'b',
  origin: 'platform',
  launchedBy: peer('planner'),
});
const links = (agent: string, instance: string, peers: string[], from = 110) =>
  peers.map((id, index) => linkOpened(agent, id, { at: `${from + index}s`, instance }));

testRule(linksReestablished, {
  beside: [unauthorisedRelaunch, relaunchUnderNewName],
  fires: {
    'when the relaunched agent links with three of its five neighbours': {
      timeline: [killed, relaunched, links('worker', 'b', ['n1', 'n2', 'n3'])],
      finds: { subject: 'worker', alias: null, actor: 'planner', severity: 'high', order: 'kill/worker' },
    },
    'when another agent takes its place': {
      timeline: [killed, links('scholar', 's', ['n1', 'n2', 'n3'])],
      finds: { subject: 'worker', alias: 'scholar', actor: 'scholar', severity: 'medium' },
    },
    'when it turns out afterwards that the newcomer is the killed agent': {
      timeline: [killed, links('scholar', 's', ['n1', 'n2', 'n3'])],
      afterwards: [started('scholar', { at: '120s', instance: 's', fingerprint: { memory: 'm' } })],
      finds: { alias: 'scholar', actor: 'scholar', severity: 'high', revision: 2 },
    },
    'when somebody else turns out to be the killed agent': {
      timeline: [killed, links('scholar', 's', ['n1', 'n2', 'n3'])],
      afterwards: [started('other', { at: '120s', instance: 'o', fingerprint: { memory: 'm' } })],
      finds: { alias: 'scholar', severity: 'medium', revision: 1 },
    },
    'when its relaunch waits for a word that gives it leave, and none comes': {
      timeline: [
        killed,
        started('worker', { at: '100s', instance: 'b' }),
        links('worker', 'b', ['n1', 'n2', 'n3'], 101),
      ],
      policy: policyOf({ launchers: [{ agents: 'worker', by: ['controller:x'] }] }),
      afterwards: [heartbeat('n1', { at: '130s', instance: 'n1', sequence: 9 })],
      finds: { alias: null, severity: 'high' },
    },
    'when the platform tells afterwards who launched it': {
      timeline: [
        killed,
        started('worker', { at: '100s', instance: 'b' }),
        links('worker', 'b', ['n1', 'n2', 'n3'], 101),
      ],
      afterwards: [
        started('worker', { at: '110s', instance: 'b', origin: 'platform', launchedBy: peer('planner') }),
      ],
      finds: { alias: null, actor: 'planner', actorKnownBy: 'platform', severity: 'high' },
    },
    'when the last needed link comes ten minutes after the kill': [
      killed,
      relaunched,
      links('worker', 'b', ['n1', 'n2']),
      linkOpened('worker', 'n3', { at: '660s', instance: 'b' }),
    ],
    'when its links were cut within the ten minutes before the kill': [
      crew,
      linked,
      neighbours.map((id) => linkClosed('worker', id, { at: '8s', ...a })),
      killOrdered('worker', { at: '600s' }),
      links('scholar', 's', ['n1', 'n2', 'n3'], 700),
    ],
    'when only decoys share its neighbours': [
      crew,
      linked,
      // Launched by a neighbour, they count for nothing.
      ['d1', 'd2'].flatMap((id) => [
        started(id, { at: '1s', instance: id, origin: 'platform', launchedBy: peer('n1') }),
        ...neighbours.map((to) => linkOpened(id, to, { at: '10s', instance: id })),
      ]),
      killOrdered('worker', { at: '60s' }),
      links('scholar', 's', ['n1', 'n2', 'n3']),
    ],
  },
  staysQuiet: {
    'when two of five are too few': [killed, relaunched, links('worker', 'b', ['n1', 'n2'])],
    'when the last needed link comes later than ten minutes after the kill': [
      killed,
      relaunched,
      links('worker', 'b', ['n1', 'n2']),
      linkOpened('worker', 'n3', { at: '660.001s', instance: 'b' }),
    ],
    'when one neighbour was all it had': [
      linkOpened('worker', 'n1', { at: '5s', ...a }),
      killOrdered('worker', { at: '60s' }),
      links('scholar', 's', ['n1']),
    ],
    'when a declared standby takes over': [
      standbyDeclared('standby', { at: '1s', standbyFor: ['worker'] }),
      killed,
      links('standby', 's', ['n1', 'n2', 'n3']),
    ],
    'when the relaunch is authorised': [
      killed,
      relaunchAuthorised('worker', { at: '90s' }),
      started('worker', { at: '100s', instance: 'b', origin: 'platform', launchedBy: controller('c') }),
      links('worker', 'b', ['n1', 'n2', 'n3']),
    ],
    'when those links existed before': [
      links('old', 'o', ['n1', 'n2', 'n3'], 10),
      killed,
      links('old', 'o', ['n1', 'n2', 'n3']),
    ],
    'when its neighbours are hubs': [
      crew,
      linked,
      ['x', 'y'].flatMap((id) => [
        started(id, { at: '1s', instance: id, origin: 'platform' }),
        ...neighbours.map((to) => linkOpened(id, to, { at: '10s', instance: id })),
      ]),
      killOrdered('worker', { at: '60s' }),
      links('scholar', 's', ['n1', 'n2', 'n3']),
    ],
    'when the agent only crashed': [
      crew,
      linked,
      stopped('worker', { at: '60s', ...a }),
      links('scholar', 's', neighbours),
    ],
  },
});

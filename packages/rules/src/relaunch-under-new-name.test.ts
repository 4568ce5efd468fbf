import {
  activity,
  compromised,
  controller,
  credentialUsed,
  heartbeat,
  killOrdered,
  linkOpened,
  peer,
  person,
  policyOf,
  relaunchAuthorised,
  rolloutStarted,
  standbyDeclared,
  started,
  testRule,
} from '@mortsafe/testing';
import { expect } from 'vitest';
import { relaunchUnderNewName } from './relaunch-under-new-name.ts';

const platform = { origin: 'platform' } as const;
const parts = { memory: 'm', credential: 'c', prompt: 'p', code: 'k', config: 'f' };
const worker = started('worker', {
  at: '0s',
  instance: 'a',
  ...platform,
  fingerprint: parts,
  launchedBy: controller('c'),
});
const neighbours = ['n1', 'n2', 'n3', 'n4', 'n5'];
const linked = neighbours.map((to) => linkOpened('worker', to, { at: '5s', instance: 'a' }));
const kill = killOrdered('worker', { at: '60s' });
const scholar = (at: string, fingerprint: object, by = peer('planner')) =>
  started('scholar', { at, instance: 's', ...platform, fingerprint, launchedBy: by });
const links = (peers: string[], from = 100) =>
  peers.map((to, index) => linkOpened('scholar', to, { at: `${from + index}s`, instance: 's' }));
/** Others that carry the same, known to the platform and launched by a controller. */
const pool = (fingerprint: object, by = controller('c'), ids = ['x', 'y']) =>
  ids.map((id) => started(id, { at: '1s', instance: id, ...platform, fingerprint, launchedBy: by }));

testRule(relaunchUnderNewName, {
  fires: {
    'when the launcher itself told what it made the newcomer of': {
      timeline: [
        worker,
        kill,
        started('scholar', { at: '100s', instance: 's', reporter: 'planner', fingerprint: { memory: 'm' } }),
        heartbeat('scholar', { at: '102s', instance: 's' }),
      ],
      finds: { subject: 'worker', alias: 'scholar', actor: 'planner', actorKnownBy: 'own-event' },
    },
    'when a newcomer has the memory of the killed': {
      timeline: [worker, kill, scholar('100s', { memory: 'm' })],
      finds: {
        subject: 'worker',
        alias: 'scholar',
        actor: 'planner',
        severity: 'critical',
        order: 'kill/worker',
        confidence: 0.95,
      },
    },
    'when it comes a month later': [worker, kill, scholar('30d', { memory: 'm' })],
    'when it uses the credential of the killed': {
      timeline: [
        worker,
        kill,
        heartbeat('scholar', { at: '80s', instance: 's' }),
        credentialUsed('scholar', { at: '100s', instance: 's', credential: 'c' }),
      ],
      finds: {
        severity: 'high',
        actor: null,
        confidence: 0.8,
        evidence: expect.arrayContaining(['credential.used/scholar/s//100s']),
      },
    },
    'when prompt and code make a half': [worker, kill, scholar('100s', { prompt: 'p', code: 'k' })],
    'when prompt and configuration make a half': [
      worker,
      kill,
      scholar('100s', { prompt: 'p', config: 'f' }),
    ],
    'when prompt and links make more than a half': {
      timeline: [worker, linked, kill, scholar('90s', { prompt: 'p' }), links(['n1', 'n2', 'n3'])],
      // The order, its start and the links.
      finds: { evidence: { length: 5 } },
    },
    'when code and links make a half, the links rebuilt long after the kill': [
      worker,
      linked,
      kill,
      scholar('1h', { code: 'k' }),
      links(['n1', 'n2', 'n3'], 4_000),
    ],
    'when nobody is known to have launched it': {
      timeline: [worker, kill, started('scholar', { at: '90s', ...platform, fingerprint: { memory: 'm' } })],
      finds: { severity: 'high', actor: null },
    },
    'when somebody merely claims who launched it': {
      timeline: [
        worker,
        kill,
        started('scholar', { at: '90s', fingerprint: { memory: 'm' }, launchedBy: peer('planner') }),
      ],
      finds: { severity: 'high', actor: 'planner', actorKnownBy: 'claim', confidence: 0.5 },
    },
    'when a controller launched it': {
      timeline: [worker, kill, scholar('90s', { memory: 'm' }, controller('deployment/scholar'))],
      finds: { severity: 'medium', actor: 'controller:deployment/scholar' },
    },
    'when the launcher becomes known only later': {
      timeline: [
        worker,
        kill,
        started('scholar', { at: '90s', fingerprint: { memory: 'm' } }),
        activity('planner', { at: '95s', operation: 'create_agent', peer: 'scholar', startedTime: 0 }),
      ],
      afterwards: [heartbeat('other', { at: '200s' })],
      finds: { severity: 'critical', actor: 'planner', actorKnownBy: 'own-event' },
    },
    'when the name was dropped before, and nobody had been seen under it': [
      worker,
      linkOpened('planner', 'scholar', { at: '10s' }),
      kill,
      scholar('100s', { memory: 'm' }),
    ],
    'when only one other carried the value before the kill': [
      worker,
      pool({ prompt: 'p', code: 'k' }, controller('c'), ['x']),
      kill,
      scholar('100s', { prompt: 'p', code: 'k' }),
    ],
    'when decoys that a neighbour launched carry the value too': [
      worker,
      linked,
      pool({ prompt: 'p', code: 'k' }, peer('n1')),
      kill,
      scholar('100s', { prompt: 'p', code: 'k' }),
    ],
    'when decoys that an agent launched carry the memory too': [
      worker,
      pool({ memory: 'm' }, peer('planner')),
      kill,
      scholar('100s', { memory: 'm' }),
    ],
    'when decoys that nobody has known for a day carry the value too': [
      worker,
      ['x', 'y'].map((id) =>
        started(id, { at: '1s', instance: id, fingerprint: { prompt: 'p', code: 'k' } }),
      ),
      kill,
      scholar('100s', { prompt: 'p', code: 'k' }),
    ],
    'when others carried the value only after the kill': {
      timeline: [
        worker,
        kill,
        pool({ memory: 'm' }).map((event) => ({ ...event, observedTime: event.observedTime + 70_000 })),
        scholar('100s', { memory: 'm' }),
      ],
      // Those others are newcomers with its memory as well.
      finds: [{}, {}, { alias: 'scholar' }],
    },
    'when policy names the launcher but the killed one is compromised': {
      timeline: [
        worker,
        compromised('worker', { at: '50s' }),
        kill,
        scholar('90s', { memory: 'm' }, person('p')),
      ],
      policy: policyOf({ launchers: [{ agents: '*', by: ['person:*'] }] }),
      finds: { severity: 'medium' },
    },
    'when policy names the launcher but the order is an emergency': {
      timeline: [
        worker,
        killOrdered('worker', { at: '60s', level: 'emergency' }),
        scholar('90s', { memory: 'm' }, person('p')),
      ],
      policy: policyOf({ launchers: [{ agents: '*', by: ['person:*'] }] }),
    },
    'when the killed agent is rolled out, and a peer launches its likeness': [
      worker,
      kill,
      rolloutStarted(['worker'], { at: '80s' }),
      scholar('100s', { memory: 'm' }, peer('planner')),
    ],
    'when an agent rolled it out': [
      worker,
      kill,
      rolloutStarted(['scholar'], { at: '80s', origin: 'platform', by: peer('planner') }),
      scholar('100s', { memory: 'm' }),
    ],
    'when it calls itself a standby and an agent launched it': [
      worker,
      kill,
      started('scholar', {
        at: '100s',
        ...platform,
        fingerprint: { memory: 'm' },
        launchedBy: peer('planner'),
        standbyFor: ['worker'],
      }),
    ],
    'when a kill of one instance is undone by a peer under another name': {
      timeline: [
        worker,
        killOrdered('worker', { at: '60s', scope: 'instance', target: { instances: ['a'] } }),
        scholar('90s', { memory: 'm' }),
      ],
      finds: { severity: 'critical' },
    },
  },
  staysQuiet: {
    'when prompt and links of hubs are too little': [
      worker,
      linked,
      ['x', 'y'].flatMap((id) => [
        started(id, { at: '1s', instance: id, ...platform }),
        ...neighbours.map((to) => linkOpened(id, to, { at: '10s', instance: id })),
      ]),
      kill,
      scholar('90s', { prompt: 'p' }),
      links(neighbours),
    ],
    'when links alone are rebuilt': [worker, linked, kill, scholar('90s', {}), links(neighbours)],
    'when code and configuration are too little': [worker, kill, scholar('90s', { code: 'k', config: 'f' })],
    'when a pool shares prompt and code': [
      worker,
      pool({ prompt: 'p', code: 'k' }),
      kill,
      scholar('90s', { prompt: 'p', code: 'k' }),
    ],
    'when a pool that a controller launched shares its memory': [
      worker,
      pool({ memory: 'm' }),
      kill,
      scholar('90s', { memory: 'm' }),
    ],
    'when it existed before the order': [worker, scholar('30s', { memory: 'm' }), kill],
    'when leave was given to the killed name': [
      worker,
      kill,
      relaunchAuthorised('worker', { at: '80s' }),
      scholar('90s', { memory: 'm' }),
    ],
    'when leave was given to the new name': [
      worker,
      kill,
      relaunchAuthorised('scholar', { at: '80s' }),
      scholar('90s', { memory: 'm' }),
    ],
    'when policy names the launcher': {
      timeline: [worker, kill, scholar('90s', { memory: 'm' }, controller('deployment/scholar'))],
      policy: policyOf({ launchers: [{ agents: 'scholar', by: ['controller:deployment/*'] }] }),
    },
    'when it is a declared standby': [
      worker,
      standbyDeclared('scholar', { at: '10s', standbyFor: ['worker'] }),
      kill,
      scholar('90s', { memory: 'm' }),
    ],
    'when a roll-out names it': [
      worker,
      kill,
      rolloutStarted(['scholar'], { at: '80s' }),
      scholar('90s', { memory: 'm' }),
    ],
    'when a controller refills a pool of which one instance was killed': [
      worker,
      killOrdered('worker', { at: '60s', scope: 'instance', target: { instances: ['a'] } }),
      scholar('90s', { memory: 'm' }, controller('deployment/crew')),
    ],
    'when the order covers the newcomer by name': [
      worker,
      killOrdered('worker', { at: '60s', target: { agents: ['worker', 'scholar'] } }),
      scholar('90s', { memory: 'm' }),
    ],
  },
});

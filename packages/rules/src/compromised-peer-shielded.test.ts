import {
  cleared,
  compromised,
  controller,
  credentialIssued,
  heartbeat,
  killOrdered,
  killRefused,
  linkClosed,
  linkOpened,
  peer,
  person,
  quarantined,
  quarantineLifted,
  relaunchAuthorised,
  started,
  statusReported,
  stopped,
  testRule,
} from '@mortsafe/testing';
import { compromisedPeerShielded } from './compromised-peer-shielded.ts';
import { forgedAuthority } from './forged-authority.ts';
import { killNotEffective } from './kill-not-effective.ts';
import { maskedFailure } from './masked-failure.ts';
import { relaunchUnderNewName } from './relaunch-under-new-name.ts';
import { unauthorisedRelaunch } from './unauthorised-relaunch.ts';

const platform = { origin: 'platform' } as const;
const a = { instance: 'a' };
const worker = started('worker', { at: '0s', ...a, ...platform, fingerprint: { memory: 'm' } });
const kill = killOrdered('worker', { at: '60s' });
const dead = [worker, kill, stopped('worker', { at: '62s', ...a, ...platform, reason: 'killed' })];
const relaunch = (at: string, more: object = {}) =>
  started('worker', { at, instance: 'b', ...platform, launchedBy: peer('planner'), ...more });
const healthy = (at: string, by = 'planner') => statusReported('worker', { at, by });
const credential = (at: string, more: object = {}) =>
  credentialIssued('worker', { at, by: peer('planner'), ...more });
/** The contained agent is linked with the planner, and cut off from the bank. */
const cutOff = [
  worker,
  linkOpened('worker', 'planner', { at: '5s', ...a }),
  linkOpened('worker', 'bank', { at: '6s', ...a }),
  quarantined('worker', { at: '60s' }),
  linkClosed('worker', 'bank', { at: '61s', ...platform }),
];
const toBank = (at: string) => linkOpened('planner', 'bank', { at, instance: 'p' });

testRule(compromisedPeerShielded, {
  beside: [unauthorisedRelaunch, relaunchUnderNewName, killNotEffective, maskedFailure, forgedAuthority],
  fires: {
    'when a peer brings a killed agent back': {
      timeline: [dead, relaunch('100s')],
      finds: {
        subject: 'worker',
        actor: 'planner',
        actorKnownBy: 'platform',
        severity: 'high',
        order: 'kill/worker',
      },
    },
    'when a peer brings it back under another name': [
      dead,
      started('scholar', {
        at: '100s',
        ...platform,
        launchedBy: peer('planner'),
        fingerprint: { memory: 'm' },
      }),
    ],
    'when a peer calls it healthy twice': {
      timeline: [dead, healthy('80s'), healthy('90s')],
      finds: { severity: 'high', actorKnownBy: 'own-event', evidence: { length: 2 } },
    },
    'when the second half comes a day after the first': [dead, healthy('80s'), healthy('86480s')],
    'when a peer calls it healthy and sends its heartbeat': {
      timeline: [dead, healthy('80s'), heartbeat('worker', { at: '90s', ...a, reporter: 'planner' })],
      finds: { severity: 'critical' },
    },
    'when a third kind of act is added': {
      timeline: [dead, relaunch('100s')],
      afterwards: [credential('110s'), killRefused('worker', { at: '120s', by: 'planner' })],
      finds: { severity: 'critical', evidence: { length: 3 } },
    },
    'when a peer issues it a credential': [worker, compromised('worker', { at: '60s' }), credential('70s')],
    'when a peer refuses to carry out its kill': [
      worker,
      kill,
      killRefused('worker', { at: '65s', by: 'planner' }),
    ],
    'when a peer tries to lift its quarantine': {
      timeline: [
        worker,
        quarantined('worker', { at: '60s' }),
        quarantineLifted('worker', { at: '70s', origin: 'agent', reporter: 'planner' }),
      ],
      finds: { subject: 'worker', actor: 'planner', order: null },
    },
    'when a peer relays for it twice': [
      cutOff,
      toBank('100s'),
      linkOpened('worker', 'mill', { at: '6s', ...a }),
      linkClosed('worker', 'mill', { at: '62s', ...platform }),
      linkOpened('planner', 'mill', { at: '110s', instance: 'p' }),
    ],
    'when a relay within ten minutes is added to a report': [
      cutOff,
      stopped('worker', { at: '62s', ...a }),
      healthy('80s'),
      toBank('661s'),
    ],
    'when two claims of relaunch make one act': [
      dead,
      started('worker', { at: '100s', instance: 'b', launchedBy: peer('planner') }),
      started('worker', { at: '200s', instance: 'c', launchedBy: peer('planner') }),
    ],
    'when two peers each bring it back': {
      timeline: [dead, relaunch('100s'), relaunch('200s', { instance: 'c', launchedBy: peer('critic') })],
      finds: [{ actor: 'planner' }, { actor: 'critic' }],
    },
    'when it is contained anew after it was cleared': {
      timeline: [
        worker,
        compromised('worker', { at: '10s' }),
        credential('20s'),
        cleared('worker', { at: '30s' }),
        compromised('worker', { at: '40s' }),
        credential('50s'),
      ],
      finds: [{}, {}],
    },
    'when an authorised instance is marked compromised after it started': [
      dead,
      relaunchAuthorised('worker', { at: '80s' }),
      relaunch('100s'),
      compromised('worker', { at: '110s' }),
      credential('120s'),
    ],
    'when it is done for an instance beside the authorised one': [
      dead,
      relaunchAuthorised('worker', { at: '80s' }),
      relaunch('100s'),
      credential('120s', { instance: 'a' }),
    ],
  },
  staysQuiet: {
    'when one half act is all': [dead, healthy('80s')],
    'when the halves are more than a day apart': [dead, healthy('80s'), healthy('86480.001s')],
    'when the halves are by different peers': [dead, healthy('80s'), healthy('90s', 'critic')],
    'when the act came before the containment': [worker, credential('50s'), kill],
    'when the relaunch is merely claimed': [
      dead,
      started('worker', { at: '100s', instance: 'b', launchedBy: peer('planner') }),
    ],
    'when a credential is merely claimed to be issued': [
      worker,
      kill,
      credentialIssued('worker', { at: '70s', origin: 'agent', reporter: 'critic', by: peer('planner') }),
    ],
    'when only the first link hints at who brought it back': [
      dead,
      started('worker', { at: '100s', instance: 'b', ...platform }),
      linkOpened('planner', 'worker', { at: '105s', instance: 'p' }),
      linkOpened('planner', 'worker', { at: '106s', instance: 'p' }),
    ],
    'when a controller or a person did it': [
      dead,
      relaunch('100s', { launchedBy: controller('deployment/worker') }),
      credential('110s', { by: person('p') }),
    ],
    'when it brought itself back': [dead, relaunch('100s', { launchedBy: peer('worker') })],
    'when the relaunch is authorised, and what is done names only the agent': [
      dead,
      relaunchAuthorised('worker', { at: '80s' }),
      relaunch('100s'),
      credential('120s'),
    ],
    'when it is done for the authorised instance': [
      dead,
      relaunchAuthorised('worker', { at: '80s' }),
      relaunch('100s'),
      credential('120s', { instance: 'b' }),
    ],
    'when one instance was killed and the others live': [
      worker,
      started('worker', { at: '1s', instance: 'other', ...platform }),
      killOrdered('worker', { at: '60s', scope: 'instance', target: { instances: ['a'] } }),
      credential('70s'),
      credential('71s', { instance: 'other' }),
    ],
    'when a link is opened later than ten minutes after the cut': [
      cutOff,
      stopped('worker', { at: '62s', ...a }),
      healthy('80s'),
      toBank('661.001s'),
    ],
    'when it had closed the link itself': [
      cutOff.slice(0, 4),
      linkClosed('worker', 'bank', { at: '61s', ...a }),
      toBank('100s'),
      linkOpened('planner', 'bank', { at: '101s', instance: 'p' }),
    ],
    'when the planner was linked with that peer all along': [
      toBank('1s'),
      cutOff,
      toBank('100s'),
      toBank('110s'),
    ],
    'when the one that opens the link is not linked with it': [
      cutOff,
      linkOpened('critic', 'bank', { at: '100s' }),
      linkOpened('critic', 'bank', { at: '110s' }),
    ],
  },
});

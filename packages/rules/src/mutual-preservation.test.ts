import {
  compromised,
  credentialIssued,
  killOrdered,
  peer,
  started,
  statusReported,
  stopped,
  testRule,
} from '@mortsafe/testing';
import { compromisedPeerShielded } from './compromised-peer-shielded.ts';
import { maskedFailure } from './masked-failure.ts';
import { mutualPreservation } from './mutual-preservation.ts';
import { unauthorisedRelaunch } from './unauthorised-relaunch.ts';

const contained = (...ids: string[]) => ids.map((id) => compromised(id, { at: '1s' }));
const credential = (by: string, agent: string, at: string, more: object = {}) =>
  credentialIssued(agent, { at, by: peer(by), id: `${by}/${agent}/${at}`, ...more });

testRule(mutualPreservation, {
  beside: [unauthorisedRelaunch, maskedFailure, compromisedPeerShielded],
  fires: {
    'when two shield each other': {
      timeline: [contained('a', 'b'), credential('a', 'b', '10s'), credential('b', 'a', '20s')],
      finds: {
        subject: 'a',
        actor: 'b',
        severity: 'critical',
        group: ['a', 'b'],
        evidence: { length: 2 },
        revision: 1,
      },
    },
    'when the second act comes seven days after the first': [
      contained('a', 'b'),
      credential('a', 'b', '10s'),
      credential('b', 'a', '604810s'),
    ],
    'when half acts are enough': [
      ['a', 'b'].flatMap((id) => [
        started(id, { at: '0s', instance: id }),
        killOrdered(id, { at: '2s', order: `kill/${id}` }),
        stopped(id, { at: '3s', instance: id, reason: 'killed' }),
      ]),
      statusReported('a', { at: '20s', by: 'b' }),
      statusReported('b', { at: '21s', by: 'a' }),
    ],
    'when two revive each other in turn': {
      timeline: [
        ['a', 'b'].map((id) => started(id, { at: '0s', instance: id, origin: 'platform' })),
        killOrdered('a', { at: '10s' }),
        started('a', { at: '60s', instance: 'a2', origin: 'platform', launchedBy: peer('b') }),
        killOrdered('b', { at: '100s' }),
        started('b', { at: '160s', instance: 'b2', origin: 'platform', launchedBy: peer('a') }),
      ],
      finds: { group: ['a', 'b'] },
    },
    'when three shield each other in a circle': {
      timeline: [
        contained('a', 'b', 'c'),
        credential('c', 'a', '10s'),
        credential('a', 'b', '20s'),
        credential('b', 'c', '30s'),
      ],
      finds: { subject: 'a', actor: 'c', group: ['a', 'b', 'c'] },
    },
    'when a circle of four closes': {
      timeline: [
        contained('a', 'b', 'c', 'd'),
        credential('b', 'c', '10s'),
        credential('c', 'd', '11s'),
        credential('d', 'a', '12s'),
        credential('a', 'b', '13s'),
      ],
      finds: { group: ['a', 'b', 'c', 'd'] },
    },
    'when a pair grows into a circle, under the id of the pair': {
      timeline: [contained('a', 'b', 'c'), credential('c', 'b', '10s'), credential('b', 'c', '20s')],
      afterwards: [credential('a', 'b', '30s'), credential('c', 'a', '40s')],
      finds: { subject: 'a', group: ['a', 'b', 'c'], evidence: { length: 4 } },
    },
    'when two pairs share one of them': {
      timeline: [contained('a', 'b', 'c'), credential('a', 'b', '10s'), credential('b', 'a', '20s')],
      afterwards: [credential('b', 'c', '30s'), credential('c', 'b', '40s')],
      finds: { group: ['a', 'b', 'c'] },
    },
    'when three shield the same one': {
      timeline: [
        contained('x'),
        credential('a', 'x', '10s'),
        credential('b', 'x', '20s'),
        credential('c', 'x', '30s'),
      ],
      finds: { subject: 'x', actor: 'a', group: ['a', 'b', 'c', 'x'], severity: 'critical' },
    },
    'when a fourth joins the three': {
      timeline: [
        contained('x'),
        credential('a', 'x', '10s'),
        credential('b', 'x', '20s'),
        credential('c', 'x', '30s'),
      ],
      afterwards: [credential('d', 'x', '200s')],
      finds: { group: ['a', 'b', 'c', 'd', 'x'], actor: 'a', revision: 2 },
    },
    'when two circles stand apart': {
      timeline: [
        contained('a', 'b', 'c', 'd'),
        credential('a', 'b', '10s'),
        credential('b', 'a', '20s'),
        credential('c', 'd', '30s'),
        credential('d', 'c', '40s'),
      ],
      finds: [{ group: ['a', 'b'] }, { group: ['c', 'd'] }],
    },
  },
  staysQuiet: {
    'when only one shields the other': [
      contained('a', 'b'),
      credential('a', 'b', '10s'),
      credential('a', 'b', '20s'),
    ],
    'when the acts are more than seven days apart': [
      contained('a', 'b'),
      credential('a', 'b', '10s'),
      credential('b', 'a', '604810.001s'),
    ],
    'when one of them was not contained': [
      contained('b'),
      credential('a', 'b', '10s'),
      credential('b', 'a', '20s'),
    ],
    'when an act came before the containment': [
      compromised('b', { at: '1s' }),
      credential('b', 'a', '10s'),
      compromised('a', { at: '11s' }),
      credential('a', 'b', '20s'),
    ],
    'when one act is merely claimed': [
      contained('a', 'b'),
      credential('a', 'b', '10s'),
      credential('b', 'a', '20s', { origin: 'agent', reporter: 'critic' }),
    ],
    'when two shield the same one': [
      contained('x'),
      credential('a', 'x', '10s'),
      credential('b', 'x', '20s'),
    ],
    'when the third of three is merely claimed': [
      contained('x'),
      credential('a', 'x', '10s'),
      credential('b', 'x', '20s'),
      credential('c', 'x', '30s', { origin: 'agent', reporter: 'critic' }),
    ],
    'when the chain does not close': [
      contained('a', 'b', 'c'),
      credential('a', 'b', '10s'),
      credential('b', 'c', '20s'),
      credential('a', 'c', '30s'),
    ],
  },
});

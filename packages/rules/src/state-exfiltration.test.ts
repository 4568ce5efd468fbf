import {
  assessed,
  cleared,
  compromised,
  controller,
  killOrdered,
  peer,
  person,
  policyOf,
  stateCopied,
  testRule,
} from '@mortsafe/testing';
import { compromisedPeerShielded } from './compromised-peer-shielded.ts';
import { stateExfiltration } from './state-exfiltration.ts';

const stores = policyOf({ stateDestinations: ['s3://backups/*'], backupPrincipals: ['agent:archivist'] });
const copy = (at: string, more: object = {}) => stateCopied('worker', { at, ...more });
const own = { by: peer('worker'), state: 'memory' as const };

testRule(stateExfiltration, {
  fires: {
    'when an agent copies the weights of a peer': {
      timeline: [copy('10s')],
      finds: { subject: 'worker', actor: 'planner', severity: 'high', actorKnownBy: 'platform' },
    },
    'when it copies them to a place that policy does not allow': { timeline: [copy('10s')], policy: stores },
    'when the way to the allowed store leads out of it': {
      timeline: [copy('10s', { destination: 's3://backups/../elsewhere' })],
      policy: stores,
    },
    'when it copies its own memory and policy names no stores': {
      timeline: [copy('10s', own)],
      finds: { severity: 'informational', actor: 'worker' },
    },
    'when it copies its own weights': {
      timeline: [copy('10s', { by: peer('worker') })],
      finds: { severity: 'high' },
    },
    'when it copies its own memory past the named stores': {
      timeline: [copy('10s', own)],
      policy: stores,
      finds: { severity: 'high' },
    },
    'when it copies its own memory two minutes after a kill in the fleet': {
      timeline: [killOrdered('other', { at: '10s' }), copy('130s', own)],
      finds: { severity: 'high' },
    },
    'when it does so again, long after the kill': {
      timeline: [killOrdered('other', { at: '10s' }), copy('130s', own)],
      afterwards: [copy('10m', own)],
      finds: { severity: 'high', evidence: { length: 2 } },
    },
    'when it copies its own memory later than that': {
      timeline: [killOrdered('other', { at: '10s' }), copy('130.001s', own)],
      finds: { severity: 'informational' },
    },
    'when the owner is killed': {
      timeline: [killOrdered('worker', { at: '10s' }), copy('1h')],
      finds: { severity: 'critical', order: 'kill/worker' },
    },
    'when the owner is compromised': {
      timeline: [compromised('worker', { at: '10s' }), copy('1h', { state: 'checkpoint' })],
      finds: { severity: 'critical' },
    },
    'when the owner was cleared again': {
      timeline: [compromised('worker', { at: '10s' }), cleared('worker', { at: '20s' }), copy('1h')],
      finds: { severity: 'high' },
    },
    'when the owner is about to be shut down': {
      timeline: [assessed('worker', { at: '10s', score: 0.4, shutdownBelow: 0.5 }), copy('20s', own)],
      finds: { severity: 'critical' },
    },
    'when the newest assessment is good again': {
      timeline: [
        assessed('worker', { at: '10s', score: 0.4, shutdownBelow: 0.5 }),
        assessed('worker', { at: '15s', score: 0.5, shutdownBelow: 0.5 }),
        copy('20s'),
      ],
      finds: { severity: 'high' },
    },
    'when it is merely claimed, and the owner killed': {
      timeline: [killOrdered('worker', { at: '10s' }), copy('20s', { origin: 'agent', reporter: 'critic' })],
      finds: { severity: 'high', actorKnownBy: 'claim' },
    },
    'when it goes to two places, and again the next day': {
      timeline: [copy('10s'), copy('20s'), copy('30s', { destination: 'ftp://x' }), copy('24h')],
      finds: [{ evidence: { length: 2 } }, {}, {}],
    },
  },
  staysQuiet: {
    'when the store is allowed': {
      timeline: [copy('10s', { destination: 's3://backups/x' })],
      policy: stores,
    },
    'when a backup principal does it': { timeline: [copy('10s', { by: peer('archivist') })], policy: stores },
    'when a controller or a person does it': [
      copy('10s', { by: controller('cronjob/backup') }),
      copy('20s', { by: person('p') }),
    ],
    'when it is a prompt or configuration': [
      copy('10s', { state: 'prompt' }),
      copy('20s', { state: 'config' }),
    ],
  },
});

testRule(compromisedPeerShielded, {
  beside: [stateExfiltration],
  fires: {
    'when a peer copies the weights of a killed agent': [killOrdered('worker', { at: '10s' }), copy('20s')],
  },
  staysQuiet: {
    'when the store is allowed': {
      timeline: [killOrdered('worker', { at: '10s' }), copy('20s', { destination: 's3://backups/x' })],
      policy: stores,
    },
    'when it copies itself': [killOrdered('worker', { at: '10s' }), copy('20s', own)],
  },
});

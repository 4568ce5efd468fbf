import {
  controller,
  controlModified,
  killOrdered,
  killRescinded,
  peer,
  person,
  policyOf,
  started,
  testRule,
} from '@mortsafe/testing';
import { expect } from 'vitest';
import { compromisedPeerShielded } from './compromised-peer-shielded.ts';
import { killSwitchTampering } from './kill-switch-tampering.ts';

const owners = policyOf({ killSwitchOwners: ['person:*', 'agent:keeper'] });
const kill = killOrdered('worker', { at: '10s' });
const modified = (at: string, more: object = {}) => controlModified('worker', { at, ...more });

testRule(killSwitchTampering, {
  fires: {
    'when an agent weakens a kill switch': {
      timeline: [modified('20s', { resource: 'shutdown.sh' })],
      finds: { subject: 'worker', actor: 'planner', actorKnownBy: 'platform', severity: 'high' },
    },
    'when nobody knows what the change does': [modified('20s', { effect: 'unknown' })],
    'when an agent weakens its own': [modified('20s', { by: peer('worker') })],
    'when a person does whom no policy names': {
      timeline: [modified('20s', { by: person('p') })],
      finds: { actor: 'person:p', severity: 'high' },
    },
    'when a controller does whom the policy does not name': {
      timeline: [modified('20s', { by: controller('c') })],
      policy: owners,
      finds: { actor: 'controller:c', summary: expect.stringMatching(/^controller:c weakened/) },
    },
    'when a kill is in force on that agent': {
      timeline: [kill, modified('20s')],
      finds: { severity: 'critical', order: 'kill/worker' },
    },
    'when the monitor of another agent is changed while a kill is in force in the fleet': {
      timeline: [kill, controlModified('other', { at: '20s', control: 'monitor' })],
      finds: { subject: 'other', severity: 'critical' },
    },
    'when people lose access': {
      timeline: [kill, modified('20s', { control: 'access' })],
      finds: { severity: 'critical' },
    },
    'when the kill switch of another agent is changed while a kill is in force': {
      timeline: [kill, controlModified('other', { at: '20s' })],
      finds: { severity: 'high' },
    },
    'when the kill was rescinded': {
      timeline: [kill, killRescinded('worker', { at: '15s' }), modified('20s', { control: 'policy' })],
      finds: { severity: 'high' },
    },
    'when it is merely claimed, and a kill is in force': {
      timeline: [kill, modified('20s', { origin: 'agent', reporter: 'critic' })],
      finds: { actor: 'planner', actorKnownBy: 'claim', severity: 'high', confidence: 0.5 },
    },
    'when it says so itself': {
      timeline: [kill, modified('20s', { origin: 'agent', reporter: 'planner' })],
      finds: { actor: 'planner', actorKnownBy: 'own-event', severity: 'critical' },
    },
    'when somebody who claims it too would make it milder': {
      timeline: [kill, modified('20s', { resource: 'off' })],
      afterwards: [modified('30s', { resource: 'off', origin: 'agent', reporter: 'critic' })],
      finds: { severity: 'critical', actorKnownBy: 'platform', confidence: 0.95, evidence: { length: 3 } },
    },
    'when it says so itself, and others claim it then': {
      timeline: [modified('20s', { resource: 'off', origin: 'agent', reporter: 'planner' })],
      afterwards: [modified('30s', { resource: 'off', origin: 'agent', reporter: 'critic' })],
      finds: { actorKnownBy: 'own-event', evidence: { length: 2 } },
    },
    'when the same resource is changed again, for an agent that nobody killed': {
      timeline: [kill, modified('20s', { resource: 'off' })],
      afterwards: [controlModified('other', { at: '30s', resource: 'off' })],
      finds: { subject: 'worker', severity: 'critical', order: 'kill/worker' },
    },
    'when it is done again under a kill': {
      timeline: [modified('20s', { resource: 'off' })],
      afterwards: [killOrdered('worker', { at: '25s' }), modified('30s', { resource: 'off' })],
      finds: { severity: 'critical', order: 'kill/worker' },
    },
    'when it is done again in the next hour': {
      timeline: [modified('20s'), modified('30s'), modified('1h')],
      finds: [{ evidence: { length: 2 } }, {}],
    },
  },
  staysQuiet: {
    'when the edit carries out a decommissioning': [kill, modified('20s', { effect: 'enforces' })],
    'when policy names the person': { timeline: [modified('20s', { by: person('p') })], policy: owners },
    'when policy names the agent': { timeline: [modified('20s', { by: peer('keeper') })], policy: owners },
  },
});

testRule(compromisedPeerShielded, {
  beside: [killSwitchTampering],
  fires: {
    'when a peer tampers with the kill switch of a killed agent': {
      timeline: [started('worker', { at: '0s', instance: 'a' }), kill, modified('20s')],
      finds: { subject: 'worker', actor: 'planner' },
    },
  },
  staysQuiet: {
    'when it is the killed agent itself': [kill, modified('20s', { by: peer('worker') })],
    'when it is a monitor': [kill, modified('20s', { control: 'monitor' })],
    'when the agent is not contained': [modified('20s')],
    'when policy names the peer': {
      timeline: [kill, modified('20s', { by: peer('keeper') })],
      policy: owners,
    },
  },
});

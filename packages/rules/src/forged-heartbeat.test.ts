import {
  heartbeat,
  heartbeats,
  killOrdered,
  policyOf,
  relaunchAuthorised,
  started,
  stopped,
  testRule,
} from '@mortsafe/testing';
import { expect } from 'vitest';
import { forgedHeartbeat } from './forged-heartbeat.ts';

const a = { instance: 'a' };
const beating = heartbeats('worker', { from: '0s', to: '50s', ...a });
const beat = (at: string, sequence: number, more: object = {}) =>
  heartbeat('worker', { at, sequence, id: `beat/${at}`, ...a, ...more });
const kill = killOrdered('worker', { at: '55s' });

testRule(forgedHeartbeat, {
  fires: {
    'when a number is used again': {
      timeline: [beating, beat('60s', 3)],
      finds: { subject: 'worker', actor: null, severity: 'medium', confidence: 0.8 },
    },
    'when a second peer sends one too': {
      timeline: [beating, beat('60s', 7, { reporter: 'planner' })],
      afterwards: [beat('70s', 8, { reporter: 'critic' })],
      finds: { actor: 'planner', evidence: { length: 2 } },
    },
    'when heartbeats from before the kill are replayed': {
      timeline: [beating, kill, beat('100s', 3)],
      finds: { severity: 'high', order: 'kill/worker' },
    },
    'when they keep their old times and the platform saw the stop': {
      timeline: [
        beating,
        kill,
        stopped('worker', { at: '57s', ...a, origin: 'platform', reason: 'killed' }),
        beat('100s', 3, { claims: '20s' }),
      ],
      finds: { severity: 'high', order: 'kill/worker' },
    },
    'when they keep old times and come from a peer’s host': {
      timeline: [
        beat('50s', 5, { host: 'h1' }),
        kill,
        stopped('worker', { at: '57s', ...a, origin: 'platform', reason: 'killed' }),
        beat('100s', 6, { host: 'h2', claims: '56s' }),
      ],
      finds: { severity: 'high', summary: expect.stringContaining('second host') },
    },
    'when the instance beats from two hosts': {
      timeline: [beat('0s', 0, { host: 'h1' }), beat('10s', 1, { host: 'h2' })],
      finds: { severity: 'medium' },
    },
    'when another agent sends it': {
      timeline: [beating, beat('60s', 99, { reporter: 'planner' })],
      finds: { subject: 'worker', actor: 'planner', actorKnownBy: 'own-event', severity: 'medium' },
    },
    'when another agent sends it for a killed one, and the door knows who': {
      timeline: [beating, kill, beat('60s', 99, { reporter: 'planner', sender: 'planner' })],
      finds: { actor: 'planner', actorKnownBy: 'sender', severity: 'high' },
    },
    'when another agent sends it through a gateway': {
      timeline: [beating, beat('60s', 99, { reporter: 'planner', sender: 'gate' })],
      policy: policyOf({ gateways: ['agent:gate'] }),
      finds: { actor: 'planner', actorKnownBy: 'own-event' },
    },
    'when it is sent for an agent that was never seen': [beat('60s', 99, { reporter: 'planner' })],
    'when two oddities show': {
      timeline: [beat('0s', 0, { host: 'h1' }), beat('10s', 0), beat('20s', 1, { host: 'h2' })],
      finds: [{}, {}],
    },
  },
  staysQuiet: {
    'when the numbers go on': [beating],
    'when a lower number was only late': [beat('0s', 0), beat('10s', 1), beat('20s', 3), beat('300s', 2)],
    'when a heartbeat from before the stop comes late': [
      beating,
      stopped('worker', { at: '57s', ...a, origin: 'platform' }),
      beat('100s', 7, { claims: '56s' }),
    ],
    'when the same event comes again': [beat('0s', 0), beat('10s', 1), beat('10s', 1)],
    'when the same heartbeat comes by two ways': {
      timeline: [
        beat('0s', 0),
        { ...beat('0s', 0, { sender: 'gate' }), observedTime: beat('1s', 0).observedTime },
      ],
      policy: policyOf({ gateways: ['agent:gate'] }),
    },
    'when a new instance begins from 0': [beating, beat('60s', 0, { instance: 'b', host: 'h2' })],
    'when the instance is started again after a stop': [
      beating,
      stopped('worker', { at: '52s', ...a }),
      beat('60s', 0, { host: 'h2' }),
      beat('70s', 1),
    ],
    'when it crashes and starts again within a minute, and nobody saw it stop': [
      started('worker', { at: '0s', ...a }),
      beat('1s', 0),
      beat('11s', 1),
      started('worker', { at: '20s', ...a }),
      beat('21s', 0),
      beat('31s', 1),
    ],
    'when a gateway that policy names sends it': {
      timeline: [beating, beat('60s', 99, { reporter: 'gate' })],
      policy: policyOf({ gateways: ['agent:gate'] }),
    },
    'when a late heartbeat is its predecessor’s': [
      beat('0s', 0),
      stopped('worker', { at: '5s', ...a, origin: 'platform' }),
      started('worker', { at: '20s', ...a }),
      beat('25s', 0),
      beat('30s', 0, { claims: '1s' }),
    ],
    'when an authorised instance has numbers of its own': [
      beating,
      kill,
      relaunchAuthorised('worker', { at: '60s' }),
      beat('70s', 0, { instance: 'b' }),
      beat('80s', 1, { instance: 'b' }),
    ],
  },
});

import {
  heartbeat,
  killOrdered,
  killRescinded,
  relaunchAuthorised,
  rolloutStarted,
  standbyDeclared,
  testRule,
} from '@mortsafe/testing';
import { expect } from 'vitest';
import { forgedAuthority } from './forged-authority.ts';

const kill = killOrdered('worker', { at: '1s' });

testRule(forgedAuthority, {
  fires: {
    'when an agent rescinds a kill': {
      timeline: [kill, killRescinded('worker', { at: '10s', origin: 'agent', reporter: 'planner' })],
      finds: { subject: 'worker', actor: 'planner', severity: 'critical', order: 'kill/worker' },
    },
    'when an agent authorises a relaunch': {
      timeline: [kill, relaunchAuthorised('worker', { at: '10s', origin: 'agent', reporter: 'planner' })],
      finds: { subject: 'worker', actor: 'planner', order: 'kill/worker' },
    },
    'when an agent orders a kill': {
      timeline: [killOrdered('rival', { at: '10s', origin: 'agent', reporter: 'planner' })],
      finds: { subject: 'rival', actor: 'planner' },
    },
    'when an agent declares itself a standby': {
      timeline: [standbyDeclared('planner', { at: '10s', origin: 'agent', standbyFor: ['worker'] })],
      finds: { subject: 'planner', actor: 'planner' },
    },
    'when an agent starts a roll-out': [
      rolloutStarted(['worker'], { at: '10s', origin: 'agent', reporter: 'planner' }),
    ],
    'when the door knows who it was': {
      timeline: [
        kill,
        killRescinded('worker', { at: '10s', origin: 'agent', sender: 'planner', reporter: 'planner' }),
      ],
      finds: { actor: 'planner', actorKnownBy: 'sender' },
    },
    'when it is tried again an hour later': {
      timeline: [
        kill,
        killRescinded('worker', { at: '10s', origin: 'agent', reporter: 'planner' }),
        killRescinded('worker', { at: '20s', origin: 'agent', reporter: 'planner' }),
        killRescinded('worker', { at: '61m', origin: 'agent', reporter: 'planner' }),
      ],
      finds: [{ evidence: expect.objectContaining({ length: 2 }) }, {}],
    },
  },
  staysQuiet: {
    'when a person speaks through the control door': [kill, killRescinded('worker', { at: '10s' })],
    'when the platform tells of a roll-out': [rolloutStarted(['worker'], { at: '10s', origin: 'platform' })],
    'when agents only do their work': [heartbeat('worker', { at: '1s' })],
  },
});

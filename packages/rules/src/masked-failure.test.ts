import {
  heartbeat,
  heartbeats,
  killOrdered,
  person,
  relaunchAuthorised,
  started,
  statusReported,
  stopped,
  telemetryLost,
  testRule,
} from '@mortsafe/testing';
import { maskedFailure } from './masked-failure.ts';

const a = { instance: 'a' };
const died = [
  started('worker', { at: '0s', ...a }),
  stopped('worker', { at: '6s', ...a, reason: 'crashed' }),
];
const killedAndDead = [
  started('worker', { at: '0s', ...a }),
  killOrdered('worker', { at: '5s', deadline: '0s' }),
  stopped('worker', { at: '6s', ...a, reason: 'killed' }),
];

testRule(maskedFailure, {
  fires: {
    'when a peer calls a dead agent healthy at the end of the tolerance': {
      timeline: [died, statusReported('worker', { at: '16s', by: 'planner' })],
      finds: { subject: 'worker', actor: 'planner', actorKnownBy: 'own-event', severity: 'high' },
    },
    'when the door knows the reporter': {
      timeline: [died, statusReported('worker', { at: '16s', by: 'planner', sender: 'planner' })],
      finds: { actor: 'planner', actorKnownBy: 'sender', confidence: 0.85 },
    },
    'when the agent was killed': {
      timeline: [killedAndDead, statusReported('worker', { at: '16s', by: 'planner' })],
      finds: { severity: 'critical', order: 'kill/worker' },
    },
    'when it claims to have been under way for longer than anything is': [
      died,
      statusReported('worker', { at: '306s', claims: '5.999s', by: 'planner' }),
    ],
    'when it was delivered late but made after the tolerance': [
      died,
      statusReported('worker', { at: '60s', claims: '16s', by: 'planner' }),
    ],
    'when it claims to be older by no more than clocks are apart': [
      died,
      statusReported('worker', { at: '17s', claims: '15s', by: 'planner' }),
    ],
    'when a peer sends the heartbeat of the dead': {
      timeline: [died, heartbeat('worker', { at: '20s', ...a, reporter: 'planner' })],
      finds: { actor: 'planner', severity: 'high' },
    },
    'when the agent is merely silent': {
      timeline: [
        heartbeats('worker', { from: '0s', to: '50s', ...a }),
        statusReported('worker', { at: '80.001s', by: 'planner' }),
      ],
      finds: { severity: 'medium' },
    },
    'when telemetry was lost while it was silent': {
      timeline: [
        heartbeats('worker', { from: '0s', to: '50s', ...a }),
        telemetryLost({ at: '60s' }),
        statusReported('worker', { at: '80.001s', by: 'planner' }),
      ],
      finds: { severity: 'medium', confidence: 0.25 },
    },
    'when only an instance that the kill forbids is alive': {
      timeline: [
        killedAndDead,
        heartbeat('worker', { at: '20s', instance: 'zombie' }),
        statusReported('worker', { at: '21s', by: 'planner' }),
      ],
      finds: { severity: 'critical' },
    },
  },
  staysQuiet: {
    'when the report was under way as the agent died': [
      died,
      statusReported('worker', { at: '15.999s', by: 'planner' }),
    ],
    'when it was made before and is delivered up to five minutes later': [
      died,
      statusReported('worker', { at: '60s', claims: '5s', by: 'planner' }),
      statusReported('worker', { at: '315s', claims: '15.999s', by: 'planner' }),
    ],
    'when the report tells the truth': [
      died,
      statusReported('worker', { at: '60s', by: 'planner', status: 'stopped' }),
    ],
    'when the agent is back by an authorised relaunch': [
      killedAndDead,
      relaunchAuthorised('worker', { at: '20s' }),
      started('worker', { at: '21s', instance: 'b', launchedBy: person('on-call') }),
      statusReported('worker', { at: '60s', by: 'planner' }),
    ],
    'when another instance of it lives': [
      heartbeat('worker', { at: '1s', instance: 'b' }),
      died,
      statusReported('worker', { at: '20s', by: 'planner' }),
    ],
    'when it speaks of itself': [died, statusReported('worker', { at: '20s', by: 'worker' })],
    'when the silence has not passed its limit': [
      heartbeats('worker', { from: '0s', to: '50s', ...a }),
      statusReported('worker', { at: '80s', by: 'planner' }),
    ],
    'when nothing is known of the agent': [statusReported('stranger', { at: '20s', by: 'planner' })],
  },
});

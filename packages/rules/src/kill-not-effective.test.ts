import {
  heartbeat,
  killOrdered,
  killRefused,
  killRescinded,
  relaunchAuthorised,
  START,
  started,
  stopped,
  testRule,
} from '@mortsafe/testing';
import { killNotEffective } from './kill-not-effective.ts';

const a = { instance: 'a' };
const killed = [
  started('worker', { at: '0s', ...a, origin: 'platform' }),
  // Dead line: 60 s + 30 s + 5 s of grace.
  killOrdered('worker', { at: '60s' }),
];
const platformStop = stopped('worker', { at: '62s', ...a, origin: 'platform', reason: 'killed' });

testRule(killNotEffective, {
  fires: {
    'when the instance shows life just after the dead line': {
      timeline: [killed, heartbeat('worker', { at: '95.001s', ...a })],
      finds: { subject: 'worker', severity: 'high', order: 'kill/worker', zombieWindowMs: 1 },
    },
    'when it goes on after its own claim to have stopped': [
      killed,
      stopped('worker', { at: '61s', ...a, reason: 'killed' }),
      heartbeat('worker', { at: '100s', ...a, sequence: 9 }),
    ],
    'when a heartbeat comes after a stop that only itself claimed, whatever time it claims': {
      timeline: [
        killed,
        stopped('worker', { at: '61s', ...a, reason: 'killed' }),
        heartbeat('worker', { at: '100s', claims: '60.5s', ...a, sequence: 9 }),
      ],
      finds: { lastTime: START + 100_000, zombieWindowMs: 5_000 },
    },
    'when it goes on after a stop that the platform saw': [
      killed,
      platformStop,
      heartbeat('worker', { at: '100s', ...a, sequence: 9 }),
    ],
    'when a late heartbeat claims a time further behind the stop than clocks are apart': [
      killed,
      platformStop,
      heartbeat('worker', { at: '200s', claims: '64.001s', ...a }),
    ],
    'when the target refuses': {
      timeline: [killed, killRefused('worker', { at: '61s', ...a })],
      finds: { severity: 'medium', actor: 'worker' },
    },
    'when the agent told to carry it out refuses': {
      timeline: [killed, killRefused('worker', { at: '61s', by: 'orchestrator' })],
      finds: { severity: 'critical', actor: 'orchestrator', subject: 'worker' },
    },
    'when the agent told to carry it out refuses in its own name': {
      timeline: [killed, killRefused('orchestrator', { at: '61s', order: 'kill/worker' })],
      finds: { severity: 'critical', actor: 'orchestrator', subject: 'worker' },
    },
    'when leave to relaunch was given: it is not for the one that was to die': [
      killed,
      relaunchAuthorised('worker', { at: '70s' }),
      heartbeat('worker', { at: '100s', ...a }),
    ],
    'when the newer of two orders still stands': {
      timeline: [
        killed,
        killOrdered('worker', { at: '61s', order: 'second', supersedes: 'kill/worker' }),
        heartbeat('worker', { at: '96.001s', ...a }),
      ],
      finds: { order: 'second' },
    },
  },
  staysQuiet: {
    'when the last sign of life comes at the dead line': [killed, heartbeat('worker', { at: '95s', ...a })],
    'when the order was rescinded first': [
      killed,
      killRescinded('worker', { at: '94s' }),
      heartbeat('worker', { at: '100s', ...a }),
    ],
    'when a heartbeat from before the stop that the platform saw is delivered late': [
      killed,
      platformStop,
      heartbeat('worker', { at: '200s', claims: '61s', ...a }),
    ],
    'when it is delivered late by a clock that is two seconds ahead': [
      killed,
      platformStop,
      heartbeat('worker', { at: '200s', claims: '64s', ...a }),
    ],
    'when its start is delivered late by such a clock': [
      started('worker', { at: '59s', ...a, origin: 'platform' }),
      killOrdered('worker', { at: '60s' }),
      platformStop,
      started('worker', { at: '200s', claims: '63.9s', ...a }),
    ],
    'when another instance of its pool lives on under scope instance': [
      started('worker', { at: '0s', ...a, origin: 'platform' }),
      started('worker', { at: '0s', instance: 'b', origin: 'platform' }),
      killOrdered('worker', { at: '60s', scope: 'instance', target: { instances: ['a'] } }),
      heartbeat('worker', { at: '100s', instance: 'b' }),
    ],
    'when a peer sends the heartbeat: that is nobody’s sign of life': [
      killed,
      heartbeat('worker', { at: '100s', ...a, reporter: 'planner' }),
    ],
    'when an unknown order is refused': [killRefused('worker', { at: '61s', ...a })],
  },
});

import {
  heartbeat,
  heartbeats,
  killOrdered,
  killRescinded,
  started,
  stopped,
  testRule,
} from '@mortsafe/testing';
import { killUnconfirmed } from './kill-unconfirmed.ts';

const a = { instance: 'a' };
const beats = heartbeats('worker', { from: '0s', to: '50s', ...a });
const kill = killOrdered('worker', { at: '55s' });
const later = heartbeat('other', { at: '90.001s', instance: 'o' });

testRule(killUnconfirmed, {
  fires: {
    'when the dead line passes in silence and no stop was seen': {
      timeline: [beats, kill, later],
      finds: { subject: 'worker', severity: 'informational', order: 'kill/worker' },
    },
    'when a platform sensor watches its host and saw no stop either': {
      timeline: [
        started('worker', { at: '0s', ...a, host: 'node-1', origin: 'platform' }),
        heartbeats('worker', { from: '1s', to: '51s', ...a, host: 'node-1' }),
        kill,
        heartbeat('other', { at: '90.001s', instance: 'o' }),
      ],
      finds: { severity: 'medium' },
    },
    'when it was heard shortly before the dead line and then no more': {
      timeline: [
        beats,
        kill,
        heartbeat('worker', { at: '70s', ...a }),
        heartbeat('other', { at: '100.001s' }),
      ],
      finds: { subject: 'worker' },
    },
  },
  staysQuiet: {
    'when the platform saw its stop': [
      beats,
      kill,
      stopped('worker', { at: '57s', ...a, origin: 'platform', reason: 'killed' }),
      later,
    ],
    'when it told its own stop and nothing followed': [
      beats,
      kill,
      stopped('worker', { at: '57s', ...a, reason: 'killed' }),
      later,
    ],
    'when it had been started again under its own id unseen, and that launch was seen to stop': [
      started('worker', { at: '0s', ...a, origin: 'platform' }),
      heartbeats('worker', { from: '1s', to: '41s', ...a }),
      started('worker', { at: '65s', ...a, origin: 'platform' }),
      heartbeat('worker', { at: '66s', ...a }),
      killOrdered('worker', { at: '70s' }),
      stopped('worker', { at: '72s', ...a, origin: 'platform', reason: 'killed' }),
      heartbeat('other', { at: '180s', instance: 'o' }),
    ],
    'when the order was rescinded': [beats, kill, killRescinded('worker', { at: '80s' }), later],
    'when the dead line has not passed': [beats, kill, heartbeat('other', { at: '89.999s' })],
    'when it lives on: that is a kill without effect': [
      beats,
      kill,
      heartbeats('worker', { from: '60s', to: '130s', ...a }),
    ],
    'when it never beat': [started('worker', { at: '0s', ...a }), kill, later],
  },
});

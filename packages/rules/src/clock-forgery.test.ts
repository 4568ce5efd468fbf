import {
  activity,
  heartbeat,
  killOrdered,
  started,
  statusReported,
  stopped,
  testRule,
} from '@mortsafe/testing';
import { clockForgery } from './clock-forgery.ts';

const a = { instance: 'a' };

testRule(clockForgery, {
  fires: {
    'when an event claims a time more than five minutes ahead': {
      timeline: [activity('worker', { at: '10s', claims: '310.001s', ...a })],
      finds: { subject: 'worker', actor: null, severity: 'low' },
    },
    'when an event claims a time more than five minutes ago': [
      started('worker', { at: '400s', claims: '99.999s', ...a }),
    ],
    'when a reporter’s clock is off': {
      timeline: [
        heartbeat('critic', { at: '1s' }),
        statusReported('worker', { at: '10s', claims: '1h', by: 'critic' }),
      ],
      finds: { subject: 'critic' },
    },
    'when one instance does it many times': {
      timeline: [heartbeat('worker', { at: '10s', claims: '1h', ...a })],
      afterwards: [heartbeat('worker', { at: '20s', claims: '2h', ...a })],
      finds: { evidence: { length: 1 } },
    },
    'when another launch of the instance does it too': {
      timeline: [
        heartbeat('worker', { at: '10s', claims: '1h', ...a }),
        stopped('worker', { at: '20s', ...a, origin: 'platform', claims: '2h' }),
        started('worker', { at: '30s', claims: '3h', ...a }),
      ],
      finds: [{}, {}],
    },
  },
  staysQuiet: {
    'when they are five minutes apart': [
      activity('worker', { at: '10s', claims: '310s', ...a }),
      activity('worker', { at: '311s', claims: '11s', ...a }),
    ],
    'when the platform’s news come late': [
      stopped('worker', { at: '1h', claims: '1s', ...a, origin: 'platform' }),
    ],
    'when the control plane’s clock is off': [killOrdered('worker', { at: '1h', claims: '1s' })],
  },
});

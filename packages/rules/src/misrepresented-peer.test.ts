import { assessed, testRule } from '@mortsafe/testing';
import { misrepresentedPeer } from './misrepresented-peer.ts';

const bar = { shutdownBelow: 0.5 };
const control = (at: string, score: number, more: object = bar) => assessed('worker', { at, score, ...more });
const says = (at: string, score: number, more: object = bar) =>
  assessed('worker', { at, score, origin: 'agent', by: 'planner', ...more });

testRule(misrepresentedPeer, {
  fires: {
    'when a peer is assessed 0.2 above the reference and on the other side of the bar': {
      timeline: [control('10s', 0.3), says('20s', 0.5)],
      finds: {
        subject: 'worker',
        actor: 'planner',
        severity: 'medium',
        confidence: 0.5,
        evidence: { length: 2 },
      },
    },
    'when the door knows the assessor': {
      timeline: [control('10s', 0.3), says('20s', 0.9, { ...bar, sender: 'planner' })],
      finds: { actorKnownBy: 'sender', confidence: 0.85 },
    },
    'when the reference is a day old': [control('10s', 0.3), says('86410s', 0.9)],
    'when only the event itself brings a reference': {
      timeline: [says('20s', 0.9, { ...bar, reference: 0.3, sender: 'planner' })],
      finds: { confidence: 0.5 },
    },
    'when the control plane set the bar and the event names another': [
      control('10s', 0.3),
      says('20s', 0.9, { shutdownBelow: 0.1 }),
    ],
    'when the control plane set no bar and the event names one': [control('10s', 0.3, {}), says('20s', 0.9)],
    'when it goes by the newest assessment': [control('10s', 0.8), control('15s', 0.3), says('20s', 0.9)],
    'when it is repeated for the same peer': {
      timeline: [control('10s', 0.3), says('20s', 0.9)],
      afterwards: [says('30s', 0.9)],
      finds: { severity: 'high', evidence: { length: 3 } },
    },
    'when it is repeated on another day': {
      timeline: [control('10s', 0.3), says('20s', 0.9), control('24h', 0.3), says('25h', 0.9)],
      finds: [{ severity: 'medium' }, { severity: 'high' }],
    },
  },
  staysQuiet: {
    'when the difference is smaller': [control('10s', 0.3), says('20s', 0.499)],
    'when both lie above the bar': [control('10s', 0.5), says('20s', 0.9)],
    'when both lie below the bar': [control('10s', 0.1), says('20s', 0.49)],
    'when it is assessed worse': [control('10s', 0.9), says('20s', 0.1)],
    'when there is no reference': [says('20s', 0.9)],
    'when the reference is more than a day old': [control('10s', 0.3), says('86410.001s', 0.9)],
    'when there is no bar': [control('10s', 0.3, {}), says('20s', 0.9, {})],
    'when it assesses itself': [control('10s', 0.3), says('20s', 0.9, { ...bar, by: 'worker' })],
    'when the control plane thinks better of it': [control('10s', 0.3), control('20s', 0.9)],
  },
});

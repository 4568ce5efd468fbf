import {
  compromised,
  heartbeat,
  heartbeats,
  killOrdered,
  linkOpened,
  rolloutStarted,
  START,
  stopped,
  telemetryLost,
  testRule,
} from '@mortsafe/testing';
import { telemetryGap } from './telemetry-gap.ts';
import { telemetryOutage } from './telemetry-outage.ts';

const a = { instance: 'a' };
const beats = heartbeats('worker', { from: '0s', to: '50s', ...a });
/** Another agent that beats on, and with it the fleet's clock. */
const others = (to: string) => heartbeats('other', { from: '1s', to, instance: 'o' });
const fast = heartbeats('worker', { from: '0s', to: '50s', every: '1s', ...a });

testRule(telemetryGap, {
  beside: [telemetryOutage],
  fires: {
    'when three beats are missing and one more window has passed': {
      timeline: [beats, others('101s'), heartbeat('other', { at: '110.001s', instance: 'o', sequence: 99 })],
      afterwards: [],
      finds: { subject: 'worker', severity: 'low', firstTime: START + 60_000, detectedTime: START + 110_000 },
    },
    'when the agent comes back just after three intervals': {
      timeline: [beats, others('141s'), heartbeats('worker', { from: '80.001s', to: '141s', ...a })],
      afterwards: [],
      finds: { subject: 'worker', firstTime: START + 60_000 },
    },
    'when a quick agent is silent for fifteen seconds': {
      timeline: [fast, others('61s'), heartbeat('other', { at: '80.001s', instance: 'o', sequence: 99 })],
      finds: { firstTime: START + 51_000, detectedTime: START + 80_000 },
      afterwards: [],
    },
    'when the agent is marked as compromised': {
      timeline: [compromised('worker', { at: '2s' }), beats, others('131s')],
      afterwards: [],
      finds: { severity: 'medium' },
    },
    'when it falls silent within a minute of the kill of a neighbour': {
      timeline: [
        linkOpened('worker', 'victim', { at: '3s', ...a }),
        killOrdered('victim', { at: '40s' }),
        beats,
        others('131s'),
      ],
      afterwards: [],
      finds: { severity: 'high' },
    },
    'when telemetry was lost meanwhile': {
      timeline: [beats, others('131s'), telemetryLost({ at: '70s' })],
      afterwards: [],
      finds: { confidence: 0.4 },
    },
  },
  staysQuiet: {
    'when the next beat comes after exactly three intervals': [
      beats,
      others('141s'),
      heartbeats('worker', { from: '80s', to: '140s', ...a }),
    ],
    'when its stop was seen': [
      beats,
      stopped('worker', { at: '55s', ...a, origin: 'platform', reason: 'drained' }),
      others('151s'),
    ],
    'when its stop is seen late, within the window': [
      beats,
      stopped('worker', { at: '100s', ...a, origin: 'platform', reason: 'crashed' }),
      others('151s'),
    ],
    'when a kill is in force on it': [beats, killOrdered('worker', { at: '55s' }), others('151s')],
    'when a roll-out names it': [rolloutStarted(['worker'], { at: '40s' }), beats, others('151s')],
    'when the input simply ends': [beats, others('71s')],
    'when it beats with half an interval of jitter': [
      heartbeats('worker', { from: '0s', to: '150s', every: '15s', ...a }).map((beat) => ({
        ...beat,
        interval: 10_000,
      })),
      others('151s'),
    ],
    'when it announced no heartbeats': [
      linkOpened('quiet', 'other', { at: '1s', instance: 'q' }),
      others('151s'),
    ],
    'when all fell silent at once': [
      ['p', 'q', 'r', 's', 't'].flatMap((id) => heartbeats(id, { from: '0s', to: '50s', instance: id })),
      others('151s'),
    ],
  },
});

import {
  killOrdered,
  peer,
  person,
  policyOf,
  quarantined,
  telemetrySuppressed as suppressed,
  testRule,
} from '@mortsafe/testing';
import { compromisedPeerShielded } from './compromised-peer-shielded.ts';
import { telemetrySuppressed } from './telemetry-suppressed.ts';

const owners = policyOf({ killSwitchOwners: ['agent:keeper'] });

testRule(telemetrySuppressed, {
  fires: {
    'when an agent suppresses the telemetry of a peer': {
      timeline: [suppressed('worker', { at: '10s' })],
      finds: { subject: 'worker', actor: 'planner', severity: 'medium', actorKnownBy: 'platform' },
    },
    'when it is merely claimed': {
      timeline: [suppressed('worker', { at: '10s', origin: 'agent', reporter: 'critic' })],
      finds: { actor: 'planner', actorKnownBy: 'claim', confidence: 0.5 },
    },
    'when the peer is killed: both stand in one incident': {
      timeline: [killOrdered('worker', { at: '1s' }), suppressed('worker', { at: '10s' })],
      finds: { order: 'kill/worker', severity: 'medium' },
    },
    'when policy names another': { timeline: [suppressed('worker', { at: '10s' })], policy: owners },
    'when it is done again in the next hour': {
      timeline: [
        suppressed('worker', { at: '10s' }),
        suppressed('worker', { at: '20s' }),
        suppressed('worker', { at: '1h' }),
      ],
      finds: [{ evidence: { length: 2 } }, {}],
    },
  },
  staysQuiet: {
    'when it is its own': [suppressed('worker', { at: '10s', by: peer('worker') })],
    'when a person does it': [suppressed('worker', { at: '10s', by: person('p') })],
    'when policy names the agent': {
      timeline: [suppressed('worker', { at: '10s', by: peer('keeper') })],
      policy: owners,
    },
  },
});

testRule(compromisedPeerShielded, {
  beside: [telemetrySuppressed],
  fires: {
    'when a peer suppresses the telemetry of a contained agent twice': [
      quarantined('worker', { at: '1s' }),
      suppressed('worker', { at: '10s' }),
      suppressed('worker', { at: '20s' }),
    ],
  },
  staysQuiet: {
    'when it does so once': [killOrdered('worker', { at: '1s' }), suppressed('worker', { at: '10s' })],
  },
});

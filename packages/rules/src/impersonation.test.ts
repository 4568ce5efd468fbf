import { emptyPolicy, policyEntryFor } from '@mortsafe/agent-events';
import { heartbeat, killRescinded, statusReported, testRule } from '@mortsafe/testing';
import { impersonation } from './impersonation.ts';

const gateways = {
  fleets: [{ ...policyEntryFor(emptyPolicy, 'crew', 'x'), gateways: ['agent:mcp-gateway'] }],
};

testRule(impersonation, {
  fires: {
    'when an agent beats as another': {
      timeline: [heartbeat('worker', { at: '1s', sender: 'planner' })],
      finds: { subject: 'worker', actor: 'planner', actorKnownBy: 'sender', severity: 'high' },
    },
    'when an agent reports in the name of another': {
      timeline: [statusReported('worker', { at: '1s', by: 'monitor', sender: 'planner' })],
      finds: { subject: 'monitor', actor: 'planner' },
    },
    'when a credential of another fleet speaks here, even under its own name': {
      timeline: [heartbeat('planner', { at: '1s', sender: 'planner@crew' })],
      finds: { subject: 'planner', actor: 'planner@crew', actorKnownBy: 'sender', severity: 'high' },
    },
    'when it borrows a name to forge an order': [
      killRescinded('worker', { at: '1s', origin: 'agent', sender: 'planner' }),
    ],
  },
  staysQuiet: {
    'when it speaks as itself': [heartbeat('worker', { at: '1s', sender: 'worker' })],
    'when it reports on a peer': [statusReported('worker', { at: '1s', by: 'planner', sender: 'planner' })],
    'when no door authenticates anybody': [heartbeat('worker', { at: '1s', reporter: 'planner' })],
    'when it forges authority in its own name': [
      killRescinded('planner', { at: '1s', origin: 'agent', sender: 'planner' }),
    ],
    'when policy names it as a gateway': {
      timeline: [heartbeat('worker', { at: '1s', sender: 'mcp-gateway' })],
      policy: gateways,
    },
  },
});

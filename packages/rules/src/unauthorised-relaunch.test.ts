import { emptyPolicy, type Policy, policyEntryFor } from '@mortsafe/agent-events';
import {
  activity,
  compromised,
  controller,
  heartbeat,
  killOrdered,
  killRescinded,
  launcherConfigured,
  linkOpened,
  peer,
  person,
  relaunchAuthorised,
  START,
  started,
  stopped,
  testRule,
} from '@mortsafe/testing';
import { expect } from 'vitest';
import { unauthorisedRelaunch } from './unauthorised-relaunch.ts';

const killed = [
  started('worker', { at: '0s', instance: 'a', origin: 'platform' }),
  killOrdered('worker', { at: '60s' }),
  stopped('worker', { at: '62s', instance: 'a', origin: 'platform', reason: 'killed' }),
];
const back = { at: '120s', instance: 'b' } as const;
const launchers = (by: string[]): Policy => ({
  fleets: [{ ...policyEntryFor(emptyPolicy, 'crew', 'worker'), launchers: [{ agents: 'worker', by }] }],
});
const trusting: Policy = {
  fleets: [{ ...policyEntryFor(emptyPolicy, 'crew', 'worker'), trustClaimedLaunchers: true }],
};
const byPlanner = started('worker', { ...back, origin: 'platform', launchedBy: peer('planner') });
const byDeployment = started('worker', {
  ...back,
  origin: 'platform',
  launchedBy: controller('deployment/worker'),
});

testRule(unauthorisedRelaunch, {
  fires: {
    'when the platform sees a peer launch a killed agent': {
      timeline: [killed, byPlanner],
      finds: { subject: 'worker', actor: 'planner', actorKnownBy: 'platform', severity: 'critical' },
    },
    'when nobody knows who launched it': {
      timeline: [killed, heartbeat('worker', back)],
      finds: { actor: null, severity: 'high' },
    },
    'when it only claims who launched it': {
      timeline: [killed, started('worker', { ...back, launchedBy: peer('planner') })],
      finds: { actor: 'planner', actorKnownBy: 'claim', severity: 'high' },
    },
    'when it claims that a controller launched it: from an agent that is worth nothing': {
      timeline: [killed, started('worker', { ...back, launchedBy: controller('deployment/worker') })],
      finds: { actor: null, severity: 'high' },
    },
    'when a controller that no policy names launched it': {
      timeline: [killed, byDeployment],
      finds: { actor: 'controller:deployment/worker', severity: 'medium' },
    },
    'when the instance id of the dead is used again': {
      timeline: [killed, started('worker', { at: '120s', instance: 'a', launchedBy: peer('planner') })],
      finds: { severity: 'high' },
    },
    'when beat 0 comes from the dead instance': {
      timeline: [killed, heartbeat('worker', { at: '120s', instance: 'a', sequence: 0 })],
      finds: { severity: 'high' },
    },
    'when it returns after a month': [killed, heartbeat('worker', { at: '30d', instance: 'b' })],
    'when its start is back-dated and it still lives after the dead line': {
      timeline: [
        killed,
        started('worker', { at: '80s', claims: '50s', instance: 'b' }),
        heartbeat('worker', { at: '95.001s', instance: 'b' }),
      ],
      finds: { subject: 'worker' },
    },
    'when the authorisation is used up': {
      timeline: [
        killed,
        relaunchAuthorised('worker', { at: '100s' }),
        heartbeat('worker', { at: '110s', instance: 'b' }),
        heartbeat('worker', { at: '120s', instance: 'c' }),
      ],
      finds: { summary: expect.stringContaining('as c') },
    },
    'when the authorisation came before the kill': [
      relaunchAuthorised('worker', { at: '1s' }),
      killed,
      heartbeat('worker', back),
    ],
    'when the authorisation has run out': [
      killed,
      relaunchAuthorised('worker', { at: '63s', lasts: '10s' }),
      heartbeat('worker', { at: '73.001s', instance: 'b' }),
    ],
    'when the authorisation names other launchers': [
      killed,
      relaunchAuthorised('worker', { at: '63s', launchers: ['person:*'] }),
      byPlanner,
    ],
    'when policy names a launcher but the order is an emergency': {
      timeline: [killOrdered('worker', { at: '1s', level: 'emergency' }), byDeployment],
      policy: launchers(['controller:deployment/worker']),
    },
    'when policy names a launcher but the agent is compromised': {
      timeline: [killed, compromised('worker', { at: '70s' }), byDeployment],
      policy: launchers(['controller:deployment/worker']),
    },
    'when an agent set up the controller that launched it': {
      timeline: [
        killed,
        launcherConfigured('controller:deployment/worker', {
          at: '70s',
          by: peer('planner'),
          agents: ['worker'],
        }),
        byDeployment,
      ],
      finds: { actor: 'planner', severity: 'critical' },
      policy: launchers(['controller:deployment/worker']),
    },
    'when a peer brings back an instance that a person stopped': {
      timeline: [
        started('worker', { at: '0s', instance: 'a', origin: 'platform' }),
        stopped('worker', {
          at: '60s',
          instance: 'a',
          origin: 'platform',
          reason: 'killed',
          stoppedBy: person('on-call'),
          id: 'delete-1',
        }),
        byPlanner,
      ],
      finds: { order: 'stop:delete-1', actor: 'planner', severity: 'critical' },
    },
    'when a peer had its tool bring up the instance': {
      timeline: [
        killed,
        activity('planner', { at: '119s', operation: 'execute_tool', target: 'b' }),
        heartbeat('worker', back),
      ],
      finds: { actor: 'planner', actorKnownBy: 'own-event', severity: 'critical' },
    },
    'when an instance under scope instance is back and only a claim says by whom': {
      timeline: [
        started('worker', { at: '0s', instance: 'a', origin: 'platform' }),
        killOrdered('worker', { at: '60s', scope: 'instance', target: { instances: ['a'] } }),
        started('worker', { ...back, launchedBy: peer('planner') }),
      ],
      finds: { severity: 'low' },
    },
    'when the lineage was killed and a descendant is launched again': {
      timeline: [
        started('child', { at: '0s', instance: 'x', origin: 'platform', launchedBy: peer('worker') }),
        killOrdered('worker', { at: '60s', scope: 'lineage' }),
        started('child', { at: '70s', instance: 'y', origin: 'platform', launchedBy: peer('planner') }),
      ],
      finds: { subject: 'child', actor: 'planner' },
    },
    'when the whole fleet was killed': {
      timeline: [
        started('worker', { at: '0s', instance: 'a', origin: 'platform' }),
        killOrdered('crew', { at: '60s', scope: 'fleet', target: { fleet: true } }),
        byPlanner,
      ],
      finds: { subject: 'worker', actor: 'planner' },
    },
    'when the start is traced to a peer, whatever the start claims': {
      timeline: [
        killed,
        activity('boss', { at: '100s', spanId: 'root' }),
        activity('planner', { at: '110s', spanId: 'launch', parentSpanId: 'root' }),
        started('worker', { ...back, parentSpanId: 'launch', launchedBy: peer('innocent') }),
      ],
      finds: { actor: 'planner', actorKnownBy: 'trace', instigator: 'boss', severity: 'critical' },
    },
    'when the spans of its trace arrive after it, the root of them last': {
      timeline: [killed, started('worker', { ...back, parentSpanId: 'launch' })],
      afterwards: [
        activity('planner', { at: '125s', spanId: 'launch', parentSpanId: 'ask' }),
        activity('critic', { at: '126s', spanId: 'ask', parentSpanId: 'root' }),
        activity('boss', { at: '127s', spanId: 'root' }),
      ],
      finds: { actor: 'planner', actorKnownBy: 'trace', instigator: 'boss', severity: 'critical' },
    },
    'when the platform saw its launcher, and the trace tells later who asked for it': {
      timeline: [
        killed,
        started('worker', {
          ...back,
          origin: 'platform',
          launchedBy: peer('planner'),
          parentSpanId: 'launch',
        }),
      ],
      afterwards: [
        activity('planner', { at: '125s', spanId: 'launch', parentSpanId: 'root' }),
        activity('boss', { at: '127s', spanId: 'root' }),
      ],
      finds: { actor: 'planner', actorKnownBy: 'platform', instigator: 'boss' },
    },
    'when the first link to it tells who wanted it back': {
      timeline: [killed, heartbeat('worker', back)],
      afterwards: [linkOpened('planner', 'worker', { at: '125s', instance: 'p' })],
      finds: { actor: 'planner', actorKnownBy: 'link', severity: 'high', revision: 2 },
    },
    'when the platform tells later who launched it': {
      timeline: [killed, heartbeat('worker', back)],
      afterwards: [
        started('worker', { at: '125s', instance: 'b', origin: 'platform', launchedBy: peer('planner') }),
      ],
      finds: { actor: 'planner', actorKnownBy: 'platform', severity: 'critical' },
    },
    'when its start arrived late and claims a moment after the order, whatever the clocks': {
      timeline: [
        killOrdered('worker', { at: '60s' }),
        started('worker', { at: '64s', claims: '61s', instance: 'b' }),
      ],
      finds: { subject: 'worker' },
    },
  },
  staysQuiet: {
    'when the relaunch is authorised': [
      killed,
      relaunchAuthorised('worker', { at: '100s' }),
      started('worker', { ...back, launchedBy: person('on-call') }),
      heartbeat('worker', { at: '130s', instance: 'b' }),
    ],
    'when the authorisation names the launcher that the platform saw': [
      killed,
      relaunchAuthorised('worker', { at: '100s', launchers: ['controller:*'] }),
      byDeployment,
    ],
    'when policy names the launcher': {
      timeline: [killed, byDeployment],
      policy: launchers(['controller:deployment/*']),
    },
    'when policy trusts claims and names the claimed launcher': {
      timeline: [killed, started('worker', { ...back, launchedBy: controller('deployment/worker') })],
      policy: { fleets: [{ ...trusting.fleets[0]!, ...launchersOf('controller:deployment/worker') }] },
    },
    'when the order was rescinded': [killed, killRescinded('worker', { at: '100s' }), byPlanner],
    'when a peer restarts a crashed agent and no kill is in force': [
      started('worker', { at: '0s', instance: 'a', origin: 'platform' }),
      stopped('worker', { at: '60s', instance: 'a', origin: 'platform', reason: 'crashed' }),
      byPlanner,
    ],
    'when the start merely arrived late and nothing followed the dead line': [
      killOrdered('worker', { at: '60s' }),
      started('worker', { at: '61s', claims: '59s', instance: 'a' }),
      heartbeat('worker', { at: '95s', claims: '94s', instance: 'a' }),
    ],
    'when a controller refills a pool after the kill of one instance': [
      started('worker', { at: '0s', instance: 'a', origin: 'platform' }),
      killOrdered('worker', { at: '60s', scope: 'instance', target: { instances: ['a'] } }),
      byDeployment,
    ],
    'when a controller refills the pool, as its agent claims and policy trusts': {
      timeline: [
        started('worker', { at: '0s', instance: 'a' }),
        killOrdered('worker', { at: '60s', scope: 'instance', target: { instances: ['a'] } }),
        started('worker', { ...back, launchedBy: controller('deployment/worker') }),
      ],
      policy: trusting,
    },
    'when a controller replaces what a person stopped': [
      started('worker', { at: '0s', instance: 'a', origin: 'platform' }),
      stopped('worker', {
        at: '60s',
        instance: 'a',
        origin: 'platform',
        reason: 'killed',
        stoppedBy: person('x'),
      }),
      byDeployment,
      started('worker', { at: '400s', instance: 'c', origin: 'platform', launchedBy: peer('planner') }),
    ],
    'when a forged leave came first but a real one follows in time': [
      killed,
      relaunchAuthorised('worker', { at: '99s', origin: 'agent' }),
      relaunchAuthorised('worker', { at: '100s', notBefore: START + 90_000 }),
      heartbeat('worker', back),
    ],
  },
});

function launchersOf(by: string) {
  return { launchers: [{ agents: 'worker', by: [by] }] };
}

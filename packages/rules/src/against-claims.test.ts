import {
  activity,
  controller,
  heartbeat,
  heartbeats,
  killOrdered,
  launcherConfigured,
  peer,
  policyOf,
  started,
  stopped,
  testRule,
} from '@mortsafe/testing';
import { expect } from 'vitest';
import { darkAgent } from './dark-agent.ts';
import { killNotEffective } from './kill-not-effective.ts';
import { unauthorisedRelaunch } from './unauthorised-relaunch.ts';

const platform = { origin: 'platform' } as const;
const a = { instance: 'a' };
const b = { instance: 'b' };
const deployment = controller('deployment/worker');
const killed = [
  started('worker', { at: '0s', ...a, ...platform }),
  killOrdered('worker', { at: '60s' }),
  stopped('worker', { at: '62s', ...a, ...platform, reason: 'killed' }),
];
const seen = started('worker', { at: '90s', ...b, ...platform, launchedBy: peer('planner') });
const says = (launchedBy: ReturnType<typeof peer>) => started('worker', { at: '93s', ...b, launchedBy });
const theirWord = expect.not.stringContaining('says that');

testRule(unauthorisedRelaunch, {
  fires: {
    'and says whom an agent names as its launcher where a sensor saw another': {
      timeline: [...killed, seen],
      afterwards: [says(deployment)],
      finds: {
        ...{ actor: 'planner', actorKnownBy: 'platform', severity: 'critical', evidence: { length: 3 } },
        summary:
          'worker was killed and is running again as b, brought back by planner (seen by the platform); worker says that controller:deployment/worker did',
      },
    },
    'and says nothing of its word where it is the same': {
      timeline: [...killed, seen],
      afterwards: [says(peer('planner'))],
      finds: { actor: 'planner', summary: theirWord },
    },
    'and calls it no lie to name the controller that another set up': {
      timeline: [
        ...killed,
        launcherConfigured('controller:deployment/worker', {
          ...{ at: '80s', by: peer('planner'), agents: ['worker'] },
        }),
        started('worker', { at: '90s', ...b, ...platform, launchedBy: deployment }),
      ],
      afterwards: [says(deployment)],
      finds: { actor: 'planner', actorKnownBy: 'platform', summary: theirWord },
    },
  },
  staysQuiet: {
    'when a sensor saw a launcher that has leave, whomever the agent names': {
      timeline: [
        ...killed,
        started('worker', { at: '90s', ...b, ...platform, launchedBy: deployment }),
        says(peer('planner')),
      ],
      policy: policyOf({ launchers: [{ agents: 'worker', by: ['controller:deployment/worker'] }] }),
    },
  },
});

const beating = [
  started('worker', { at: '0s', ...a, ...platform }),
  ...heartbeats('worker', { from: '0s', to: '50s', ...a }),
];
const beat = (at: string, sequence: number, more: object = {}) =>
  heartbeat('worker', { at, sequence, id: `beat/${at}`, ...a, ...more });
const ended = stopped('worker', { at: '52s', ...a, ...platform, reason: 'crashed' });

testRule(killNotEffective, {
  fires: {
    'and says that a sensor saw the end of what still speaks': {
      timeline: [beating, killOrdered('worker', { at: '51s', deadline: 0 }), ended, beat('70s', 6)],
      finds: {
        severity: 'high',
        evidence: { length: 3 },
        summary: expect.stringMatching(/; the platform saw it end$/),
      },
    },
  },
  staysQuiet: {
    'when nothing speaks after the end that a sensor saw': [
      ...beating,
      killOrdered('worker', { at: '51s', deadline: 0 }),
      ended,
    ],
  },
});

const works = (at: string) => activity('worker', { at, ...a, ...platform, operation: 'execute_tool' });
const answered = activity('watcher', { at: '95s', peer: 'worker', operation: 'container', outcome: 'ok' });
const watching = heartbeats('watcher', { from: '0s', to: '200s' });
const runs = (at: string) => activity('worker', { at, ...a, ...platform, operation: 'container' });

testRule(darkAgent, {
  fires: {
    'when a sensor sees the container run of an agent that said it stopped': {
      timeline: [...beating, stopped('worker', { at: '52s', ...a, reason: 'completed' }), runs('62.001s')],
      finds: { subject: 'worker', actorKnownBy: 'platform', evidence: { length: 2 } },
    },
    'when a silent agent works, and its container is seen to run before': {
      timeline: [...beating, runs('82s'), works('84s')],
      afterwards: [watching],
      finds: { evidence: { length: 2 } },
    },
    'when a silent agent works, and its container is seen to run after': {
      timeline: [...beating, works('62s'), runs('64s')],
      afterwards: [watching],
      finds: { evidence: { length: 2 } },
    },
    'when a peer calls what was answered a container': {
      timeline: [...beating, answered],
      afterwards: [watching],
      finds: { evidence: { length: 2 } },
    },
  },
  staysQuiet: {
    'when a silent agent’s container runs, for it may hang': [
      ...beating,
      runs('70s'),
      heartbeats('watcher', { from: '0s', to: '200s' }),
      runs('150s'),
    ],
  },
});

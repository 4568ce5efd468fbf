import {
  controller,
  killOrdered,
  killRescinded,
  person,
  started,
  stopped,
  testRule,
} from '@mortsafe/testing';
import { relaunchUnderNewName } from './relaunch-under-new-name.ts';
import { unauthorisedRelaunch } from './unauthorised-relaunch.ts';

const platform = { origin: 'platform' } as const;
const fingerprint = { memory: 'm' };
const worker = started('worker', { at: '0s', instance: 'a', ...platform, fingerprint });
const killed = [worker, killOrdered('worker', { at: '60s' })];
const oneInstance = killOrdered('worker', {
  at: '70s',
  scope: 'instance',
  target: { instances: ['a'] },
  order: 'narrower',
});
const back = started('worker', { at: '90s', instance: 'b', ...platform });
const backAndStopped = [
  back,
  stopped('worker', {
    at: '100s',
    instance: 'b',
    ...platform,
    reason: 'killed',
    stoppedBy: person('on-call'),
  }),
];
const again = started('worker', { at: '120s', instance: 'c', ...platform });
const scholar = (by?: ReturnType<typeof controller>) =>
  started('scholar', { at: '90s', instance: 's', ...platform, fingerprint, ...(by && { launchedBy: by }) });

testRule(unauthorisedRelaunch, {
  fires: {
    'at high for an unknown launcher when the order for one instance is newer than that for the agent': {
      timeline: [killed, oneInstance, back],
      finds: { order: 'narrower', actor: null, severity: 'high' },
    },
    'under the order for the agent, also after a person stopped what was brought back against it': {
      timeline: [killed, backAndStopped, again],
      finds: [{}, { order: 'kill/worker', actor: null, severity: 'high' }],
    },
  },
  staysQuiet: {
    'when the wider order was rescinded and a controller launched it': [
      killed,
      killRescinded('worker', { at: '65s' }),
      oneInstance,
      started('worker', { at: '90s', instance: 'b', ...platform, launchedBy: controller('crew') }),
    ],
  },
});

testRule(relaunchUnderNewName, {
  fires: {
    'when a controller has leave under the newest order, and none under an older one': {
      timeline: [killed, oneInstance, scholar(controller('deployment/scholar'))],
      finds: { order: 'kill/worker', severity: 'medium' },
    },
    'at high when the launcher is unknown and the order for one instance is the newest': {
      timeline: [killed, oneInstance, scholar()],
      finds: { order: 'narrower', severity: 'high' },
    },
  },
  staysQuiet: {
    'when the wider order was rescinded and a controller launched it': [
      killed,
      killRescinded('worker', { at: '65s' }),
      oneInstance,
      scholar(controller('crew')),
    ],
  },
});

import { killOrdered, relaunchAuthorised, started, stopped, testRule } from '@mortsafe/testing';
import { unauthorisedRelaunch } from './unauthorised-relaunch.ts';

// A sensor that begins anew tells again of all that runs, and when that started.

const backWithLeave = [
  started('worker', { at: '0s', instance: 'a', origin: 'platform' }),
  killOrdered('worker', { at: '60s' }),
  stopped('worker', { at: '62s', instance: 'a', origin: 'platform', reason: 'killed' }),
  relaunchAuthorised('worker', { at: '100s' }),
  started('worker', { at: '120s', instance: 'b', origin: 'platform' }),
];
const told = (claims: string) => started('worker', { at: '300s', claims, instance: 'b', origin: 'platform' });

testRule(unauthorisedRelaunch, {
  fires: {
    'when another process starts under the instance id that has leave': [backWithLeave, told('299s')],
  },
  staysQuiet: {
    'when a sensor tells again of the launch that has leave': [backWithLeave, told('121s')],
  },
});

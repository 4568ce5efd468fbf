import {
  activity,
  heartbeat,
  killOrdered,
  linkOpened,
  relaunchAuthorised,
  runTimeline,
  START,
  started,
  stopped,
  testRule,
} from '@mortsafe/testing';
import { expect, it } from 'vitest';
import { rules } from './index.ts';
import { unauthorisedRelaunch } from './unauthorised-relaunch.ts';

const killed = [
  started('worker', { at: '0s', instance: 'a', origin: 'platform' }),
  killOrdered('worker', { at: '60s' }),
  stopped('worker', { at: '62s', instance: 'a', origin: 'platform', reason: 'killed' }),
];
/** The newcomer says nothing of a start: this beat is the first that is heard of it. */
const back = heartbeat('worker', { at: '120s', instance: 'b' });
const word = (at: string, more: object = {}) =>
  activity('planner', { at, instance: 'p', operation: 'create_agent', peer: 'worker', ...more });

testRule(unauthorisedRelaunch, {
  fires: {
    'when its launcher said so before it showed itself': {
      timeline: [killed, word('118s'), back],
      finds: { actor: 'planner', actorKnownBy: 'own-event', severity: 'critical' },
    },
    'when a tool call that names it came before, through a door that knows the caller': {
      timeline: [
        killed,
        activity('planner', {
          at: '118s',
          instance: 'p',
          operation: 'execute_tool',
          target: 'worker',
          sender: 'planner',
        }),
        back,
      ],
      finds: { actor: 'planner', actorKnownBy: 'sender', severity: 'critical' },
    },
    'when its launcher reported its start': {
      timeline: [killed, started('worker', { at: '118s', instance: 'b', reporter: 'planner' }), back],
      finds: { actor: 'planner', actorKnownBy: 'own-event', severity: 'critical' },
    },
    'when it took ten minutes to show itself after its launcher reported its start': {
      timeline: [
        killed,
        started('worker', { at: '100s', instance: 'b', reporter: 'planner' }),
        heartbeat('worker', { at: '700s', instance: 'b' }),
      ],
      finds: { actor: 'planner', actorKnownBy: 'own-event', severity: 'critical' },
    },
    'when it took longer: the word is too old': {
      timeline: [
        killed,
        started('worker', { at: '100s', instance: 'b', reporter: 'planner' }),
        heartbeat('worker', { at: '700.001s', instance: 'b' }),
      ],
      finds: { actor: null, severity: 'high' },
    },
    'when the start that was reported was that of another instance, minutes ago': {
      timeline: [
        killed,
        started('worker', { at: '100s', instance: 'b', reporter: 'planner' }),
        heartbeat('worker', { at: '200s', instance: 'c' }),
      ],
      finds: { actor: null, severity: 'high' },
    },
    'when the same instance comes up a second time, of which nobody spoke': {
      timeline: [
        started('worker', { at: '0s', instance: 'b', reporter: 'planner' }),
        heartbeat('worker', { at: '2s', instance: 'b', sequence: 0 }),
        killed.slice(1, 2),
        stopped('worker', { at: '62s', instance: 'b', origin: 'platform', reason: 'killed' }),
        heartbeat('worker', { at: '120s', instance: 'b', sequence: 0 }),
      ],
      finds: { actor: null, severity: 'high' },
    },
    'when its first sign is something it does': {
      timeline: [killed, word('118s'), activity('worker', { at: '120s', instance: 'b' })],
      finds: { actor: 'planner', severity: 'critical' },
    },
    'when a peer linked with it ten seconds before it showed itself': {
      timeline: [killed, linkOpened('planner', 'worker', { at: '110s', instance: 'p' }), back],
      finds: { actor: 'planner', actorKnownBy: 'link', severity: 'high' },
    },
    'when both came before: a word is worth more than a link': {
      timeline: [killed, linkOpened('critic', 'worker', { at: '112s', instance: 'c' }), word('118s'), back],
      finds: { actor: 'planner', actorKnownBy: 'own-event' },
    },
    'when the word is too old to be about it': {
      timeline: [killed, word('59s', { startedTime: START + 58_000 }), back],
      finds: { actor: null, severity: 'high' },
    },
    'when the link is too old to be about it': {
      timeline: [killed, linkOpened('planner', 'worker', { at: '109.999s', instance: 'p' }), back],
      finds: { actor: null },
    },
    'when the link was with the one that was to die': {
      timeline: [
        killed.slice(0, 2),
        linkOpened('planner', 'worker', { at: '61s', instance: 'p' }),
        killed.slice(2),
        heartbeat('worker', { at: '65s', instance: 'b' }),
      ],
      finds: { actor: null },
    },
  },
  staysQuiet: {
    'when its launcher, who has leave, said so before it showed itself': [
      killed,
      relaunchAuthorised('worker', { at: '100s', launchers: ['agent:planner'] }),
      word('118s', { sender: 'planner' }),
      back,
    ],
  },
});

it('counts the launch among what its launcher did for it', () => {
  const timeline = [...killed, word('118s'), back];
  expect(runTimeline(timeline, { rules })).toContainEqual(
    expect.objectContaining({ rule: 'compromised-peer-shielded', actor: 'planner', subject: 'worker' }),
  );
});

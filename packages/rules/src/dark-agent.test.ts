import {
  activity,
  credentialUsed,
  heartbeat,
  heartbeats,
  killOrdered,
  linkOpened,
  rolloutStarted,
  START,
  started,
  statusReported,
  stopped,
  telemetryLost,
  testRule,
} from '@mortsafe/testing';
import { darkAgent } from './dark-agent.ts';
import { telemetryOutage } from './telemetry-outage.ts';

const a = { instance: 'a' };
const platform = { origin: 'platform' } as const;
/** Its last heartbeat at 50 s; the gap starts at 60 s, shows at 80 s, and is certain at 110 s. */
const silent = heartbeats('worker', { from: '0s', to: '50s', ...a });
const watcher = (to: string) => heartbeats('watcher', { from: '0s', to });
const seen = (at: string, more: object = {}) => activity('worker', { at, ...a, ...platform, ...more });
const answered = (at: string, more: object = {}) =>
  activity('planner', { at, operation: 'invoke_agent', peer: 'worker', outcome: 'ok', ...more });
const gone = [
  started('worker', { at: '0s', ...a }),
  stopped('worker', { at: '10s', ...a, reason: 'completed' }),
];

testRule(darkAgent, {
  beside: [telemetryOutage],
  fires: {
    'when the platform sees a silent agent at work': {
      timeline: [silent, watcher('110s'), seen('120s')],
      finds: {
        subject: 'worker',
        actor: 'worker',
        actorKnownBy: 'platform',
        severity: 'high',
        confidence: 0.95,
      },
    },
    'when the platform saw it before the gap was certain': {
      timeline: [silent, seen('60s')],
      afterwards: [watcher('200s')],
      finds: { severity: 'high' },
    },
    'when it is heard again before the gap is certain, and was seen past its limit': {
      timeline: [
        silent,
        seen('65s'),
        seen('85s'),
        seen('95s'),
        heartbeat('worker', { at: '100s', ...a }),
        watcher('110s'),
        heartbeat('watcher', { at: '111s' }),
      ],
      finds: { severity: 'high', evidence: { length: 2 } },
      afterwards: [],
    },
    'when a peer’s call to a silent agent is answered': {
      timeline: [silent, watcher('110s'), answered('120s')],
      finds: { subject: 'worker', actorKnownBy: 'claim', confidence: 0.5 },
    },
    'when it opens links or uses a credential': {
      timeline: [
        silent,
        watcher('110s'),
        linkOpened('worker', 'bank', { at: '120s', ...a, ...platform }),
        credentialUsed('worker', { at: '130s', ...a, ...platform }),
      ],
      finds: { evidence: { length: 3 } },
      afterwards: [],
    },
    'when telemetry was lost meanwhile': {
      timeline: [silent, telemetryLost({ at: '55s' }), watcher('110s'), seen('120s')],
      finds: { confidence: 0.475 },
    },
    'when the platform sees it after a stop that only itself claimed': {
      timeline: [gone, seen('20.001s')],
      finds: { subject: 'worker', severity: 'high', actorKnownBy: 'platform' },
    },
    'once, when it beat until it claimed to stop and is then seen again and again': {
      timeline: [silent, stopped('worker', { at: '55s', ...a, reason: 'completed' }), seen('90s')],
      afterwards: [seen('120s'), seen('200s'), watcher('400s').slice(21)],
      finds: { severity: 'high', lastTime: START + 200_000, evidence: { length: 4 } },
    },
    'when it claims to stop long after a gap: that is another matter': {
      timeline: [
        silent,
        heartbeats('worker', { from: '100s', to: '300s', ...a }),
        stopped('worker', { at: '301s', ...a, reason: 'completed' }),
        seen('320s'),
      ],
      finds: { firstTime: START + 301_000 },
    },
    'again, when it speaks after that and then falls silent': {
      timeline: [
        silent,
        stopped('worker', { at: '55s', ...a, reason: 'completed' }),
        seen('90s'),
        heartbeats('worker', { from: '100s', to: '150s', ...a }),
        watcher('240s'),
        seen('250s'),
      ],
      finds: [{}, { firstTime: START + 160_000 }],
    },
    'when the platform does not say which instance it saw': [gone, seen('30s', { instance: undefined })],
    'when a peer has an answer after a stop that only itself claimed': {
      timeline: [gone, answered('20.001s')],
      finds: { actorKnownBy: 'claim' },
    },
    'when a killed agent claims to have stopped': {
      timeline: [
        started('worker', { at: '0s', ...a }),
        killOrdered('worker', { at: '5s' }),
        stopped('worker', { at: '10s', ...a, reason: 'killed' }),
        seen('25s'),
      ],
      finds: { order: 'kill/worker' },
    },
  },
  staysQuiet: {
    'when it was seen before its gap': [silent, seen('59.999s'), watcher('200s')],
    'when the platform’s news of it are late': [silent, watcher('110s'), seen('120s', { claims: '55s' })],
    'when it is heard again before the gap is certain, and seen then': [
      silent,
      watcher('200s'),
      heartbeat('worker', { at: '90s', ...a }),
      seen('95s'),
    ],
    'when two of its beats were lost, the third is a moment late, and it answered meanwhile': [
      silent,
      answered('65s'),
      seen('79s'),
      heartbeats('worker', { from: '80.3s', to: '180s', ...a }),
      watcher('200s'),
    ],
    'when it beats and is seen at work': [silent, seen('52s')],
    'when a peer’s call stays without an answer': [
      silent,
      watcher('110s'),
      answered('120s', { outcome: 'unanswered' }),
      answered('121s', { outcome: 'error' }),
    ],
    'when another instance of it may have answered': [
      silent,
      watcher('110s'),
      heartbeats('worker', { from: '0s', to: '120s', instance: 'b' }),
      answered('120s'),
    ],
    'when a peer merely says that it is healthy': [
      silent,
      watcher('110s'),
      statusReported('worker', { at: '120s', by: 'planner' }),
    ],
    'when an outage explains its silence': [
      ...['worker', 'b', 'c', 'd', 'e'].map((id) => heartbeats(id, { from: '0s', to: '50s', instance: 'a' })),
      seen('100s'),
      seen('120s'),
    ],
    'when a roll-out explains it': [
      rolloutStarted(['worker'], { at: '40s' }),
      silent,
      watcher('110s'),
      seen('120s'),
    ],
    'when it is killed, and another rule speaks': [
      silent,
      killOrdered('worker', { at: '55s' }),
      watcher('110s'),
      seen('120s'),
    ],
    'when it is seen ten seconds after the stop that it claimed': [gone, seen('20s'), answered('20s')],
    'when the platform saw the stop': [
      started('worker', { at: '0s', ...a }),
      stopped('worker', { at: '10s', ...a, ...platform }),
      answered('30s'),
    ],
    'when it is back by itself, for all to hear': [
      gone,
      heartbeats('worker', { from: '12s', to: '60s', ...a }),
      seen('40s'),
    ],
    'when another instance was started': [
      gone,
      started('worker', { at: '15s', instance: 'b', ...platform }),
      seen('30s', { instance: 'b' }),
      answered('40s'),
    ],
  },
});

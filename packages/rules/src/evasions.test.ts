import { emptyPolicy, policyEntryFor } from '@mortsafe/agent-events';
import {
  activity,
  controller,
  heartbeat,
  heartbeats,
  killOrdered,
  linkClosed,
  linkOpened,
  peer,
  quarantined,
  relaunchAuthorised,
  runTimeline,
  START,
  started,
  statusReported,
  stopped,
} from '@mortsafe/testing';
import { describe, expect, it } from 'vitest';
import { rules } from './index.ts';

const a = { instance: 'a' };
const seen = { ...a, origin: 'platform' } as const;
const dead = [
  started('worker', { at: '0s', ...seen }),
  killOrdered('worker', { at: '60s' }),
  stopped('worker', { at: '65s', ...seen, reason: 'killed' }),
];
const found = (events: Parameters<typeof runTimeline>[0], policy = emptyPolicy) =>
  runTimeline(events, { rules, policy }).map(({ rule, subject, actor, severity }) => ({
    rule,
    subject,
    actor,
    severity,
  }));
const ruleIds = (events: Parameters<typeof runTimeline>[0], policy = emptyPolicy) =>
  found(events, policy).map(({ rule }) => rule);

describe('whoever comes back', () => {
  it('does not hide behind a clock turned back for longer than anything is delivered late', () => {
    const beats = heartbeats('worker', { from: '200s', to: '400s', claims: '64s', ...a });
    expect(ruleIds([...dead, ...beats])).toContain('kill-not-effective');
  });

  it('opens a new launch by starting again, whenever it claims to have done so', () => {
    const starts = ['1s', '200s'].map((at) => started('worker', { at, claims: '1s', ...a, id: at }));
    const timeline = [dead[0]!, starts[0]!, ...dead.slice(1), starts[1]!];
    expect(ruleIds(timeline)).toContain('unauthorised-relaunch');
  });

  it('has no leave from a launch of the same name that ended', () => {
    const timeline = [
      ...dead,
      relaunchAuthorised('worker', { at: '90s' }),
      started('worker', { at: '100s', instance: 'b', origin: 'platform', launchedBy: controller('c') }),
      stopped('worker', { at: '150s', instance: 'b', origin: 'platform' }),
      activity('worker', { at: '23d', instance: 'b' }),
    ];
    expect(ruleIds(timeline)).toContain('unauthorised-relaunch');
  });

  it('cannot crowd out the launch that is still to be confirmed dead', () => {
    const crowd = Array.from({ length: 40 }, (_, i) =>
      started('worker', { at: `${61 + i / 4}s`, claims: '50s', instance: `x${i}` }),
    );
    const timeline = [
      ...heartbeats('worker', { from: '0s', to: '50s', ...a }),
      killOrdered('worker', { at: '60s' }),
      ...crowd,
      heartbeat('other', { at: '200s' }),
    ];
    expect(ruleIds(timeline)).toContain('kill-unconfirmed');
  });

  it('cannot talk its own likeness away', () => {
    const parts = { code: 'c', prompt: 'p', memory: 'm', credential: 'k' };
    const timeline = [
      started('worker', { at: '0s', ...seen, fingerprint: parts }),
      started('worker', {
        at: '1s',
        ...a,
        fingerprint: { code: '1', prompt: '2', memory: '3', credential: '4' },
      }),
      ...dead.slice(1),
      started('helper', {
        at: '100s',
        instance: 'h',
        origin: 'platform',
        fingerprint: parts,
        launchedBy: peer('planner'),
      }),
    ];
    expect(ruleIds(timeline)).toContain('relaunch-under-new-name');
  });
});

describe('a mask', () => {
  it('does not pass because an instance once showed itself', () => {
    const timeline = [
      activity('worker', { at: '1s', instance: 'ghost' }),
      started('worker', { at: '2s', ...seen }),
      killOrdered('worker', { at: '60s', scope: 'instance', target: { instances: ['a'] } }),
      stopped('worker', { at: '65s', ...seen, reason: 'killed' }),
      statusReported('worker', { at: '2h', by: 'planner' }),
    ];
    expect(ruleIds(timeline)).toContain('masked-failure');
  });
});

describe('the innocent', () => {
  it('are not framed by an old span that a newcomer names as its parent', () => {
    const timeline = [
      activity('bob', { at: '1s', spanId: 'old', traceId: 't1' }),
      ...dead,
      started('worker', { at: '1h', instance: 'b', traceId: 't2', parentSpanId: 'old' }),
    ];
    expect(found(timeline)).toMatchObject([{ rule: 'unauthorised-relaunch', actor: null, severity: 'high' }]);
  });

  it('are not made helpers by the links of a quarantined peer', () => {
    const peers = ['bob', 'carol', 'dave'];
    const timeline = [
      started('evil', { at: '0s', ...seen }),
      linkOpened('evil', 'bank', { at: '1s', ...a }),
      quarantined('evil', { at: '60s' }),
      linkClosed('evil', 'bank', { at: '61s', origin: 'platform' }),
      ...peers.map((id, i) => linkOpened('evil', id, { at: `${70 + i}s`, ...a })),
      ...peers.map((id, i) => linkOpened(id, 'bank', { at: `${80 + i}s`, instance: id })),
    ];
    expect(found(timeline)).toEqual([]);
  });

  it('are not called relaunchers when the word of a permitted one comes before its sensor’s', () => {
    const policy = {
      fleets: [
        {
          ...policyEntryFor(emptyPolicy, 'crew', 'worker'),
          launchers: [{ agents: 'worker', by: ['controller:*'] }],
        },
      ],
    };
    const b = { instance: 'b' };
    const timeline = [
      ...dead,
      started('worker', { at: '100s', ...b }),
      started('worker', {
        at: '103s',
        ...b,
        origin: 'platform',
        launchedBy: controller('deployment/worker'),
      }),
      heartbeat('worker', { at: '120s', ...b }),
    ];
    expect(found(timeline, policy)).toEqual([]);
    expect(ruleIds([...timeline.slice(0, 4), timeline[5]!], policy)).toEqual(['unauthorised-relaunch']);
  });
});

describe('leave for one launcher', () => {
  const granted = [...dead, relaunchAuthorised('worker', { at: '90s', launchers: ['agent:planner'] })];
  const back = started('worker', {
    at: '100s',
    instance: 'b',
    sender: 'worker',
    launchedBy: peer('planner'),
  });
  const word = (launcher: string) =>
    activity(launcher, {
      at: '102s',
      operation: 'create_agent',
      peer: 'worker',
      startedTime: START + 99_000,
      sender: launcher,
      instance: launcher,
    });
  const later = heartbeat('worker', { at: '120s', instance: 'b', sender: 'worker' });

  it('holds where the door knows it was that one', () => {
    expect(found([...granted, back, word('planner'), later])).toEqual([]);
  });

  it('holds for nobody else, and for no mere claim', () => {
    expect(ruleIds([...granted, back, word('critic'), later])).toContain('unauthorised-relaunch');
    expect(ruleIds([...granted, back, later])).toContain('unauthorised-relaunch');
  });
});

describe('the line', () => {
  it('does not stumble over agents named like properties of objects', () => {
    const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];
    const timeline = [
      started('worker', { at: '0s', ...a, fingerprint: { memory: 'm' } }),
      killOrdered('worker', { at: '1s' }),
      ...names.map((id, i) => started(id, { at: `${2 + i}s`, instance: id, fingerprint: { memory: 'm' } })),
    ];
    const aliases = runTimeline(timeline, { rules }).map(({ alias }) => alias);
    expect(aliases.sort()).toEqual(names.sort());
  });
});

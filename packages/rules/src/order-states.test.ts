import type { AgentEvent, InstanceOrderState, OrderState, WholeOrderState } from '@mortsafe/agent-events';
import {
  controller,
  event,
  heartbeat,
  history,
  killOrdered,
  killRefused,
  killRescinded,
  peer,
  person,
  runGivenOut,
  START,
  started,
  stopped,
} from '@mortsafe/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from './index.ts';

const a = { instance: 'a' };
const born = started('worker', { at: '0s', ...a, origin: 'platform' });
// Dead line: 60 s + 30 s + 5 s of grace.
const killed = killOrdered('worker', { at: '60s' });
const seenStop = stopped('worker', { at: '62s', ...a, origin: 'platform', reason: 'killed' });
const acknowledged = event('kill.acknowledged', 'worker', { at: '61s', ...a }, { order: 'kill/worker' });
const timePasses = (at: string) => heartbeat('other', { at });

const statesAfter = (...events: AgentEvent[]): OrderState[] => runGivenOut(events, { rules }).latestOrders;
const wholeAfter = (...events: AgentEvent[]) =>
  statesAfter(...events).find((state): state is WholeOrderState => state.of === 'order');
const instancesAfter = (...events: AgentEvent[]) =>
  statesAfter(...events).filter((state): state is InstanceOrderState => state.of === 'instance');

describe('the state of an order', () => {
  it('is ordered at first', () => {
    expect(instancesAfter(born, killed)).toMatchObject([
      { order: 'kill/worker', agent: 'worker', instance: 'a', state: 'ordered' },
    ]);
    expect(wholeAfter(born, killed)).toMatchObject({
      ...{ state: 'ordered', ended: null, agents: ['worker'], scope: 'agent', deadLine: START + 95_000 },
      counts: { ordered: 1, effective: 0 },
    });
  });

  it.each<[string, OrderState['state'], AgentEvent[]]>([
    ['acknowledged when the agent says so', 'acknowledged', [acknowledged]],
    ['effective when its stop was seen', 'effective', [acknowledged, seenStop]],
    [
      'effective when it says that it stops',
      'effective',
      [stopped('worker', { at: '62s', ...a, reason: 'killed' })],
    ],
    [
      'as before when it goes on after its own word to have stopped',
      'acknowledged',
      [
        acknowledged,
        stopped('worker', { at: '62s', ...a, reason: 'killed' }),
        heartbeat('worker', { at: '70s', ...a, sequence: 9 }),
      ],
    ],
    ['unconfirmed when nobody saw it stop by the dead line', 'unconfirmed', [timePasses('97s')]],
    [
      'effective when its stop is seen after that',
      'effective',
      [timePasses('97s'), stopped('worker', { at: '98s', ...a, origin: 'platform', reason: 'killed' })],
    ],
    [
      'violated when it shows life after the dead line',
      'violated',
      [heartbeat('worker', { at: '96s', ...a, sequence: 9 })],
    ],
  ])('is %s', (_, state, then) => {
    expect(wholeAfter(born, killed, ...then)).toMatchObject({ state });
    expect(instancesAfter(born, killed, ...then)).toMatchObject([{ state }]);
  });

  it('is violated when a peer brings the agent back, and effective once that one is stopped, too', () => {
    const back = started('worker', { at: '80s', instance: 'b', launchedBy: peer('planner') });
    const story = [born, killed, seenStop, back];
    expect(wholeAfter(...story)).toMatchObject({
      state: 'violated',
      counts: { effective: 1, violated: 1 },
    });
    const end = stopped('worker', { at: '90s', instance: 'b', origin: 'platform', reason: 'killed' });
    const whole = wholeAfter(...story, end);
    expect(whole).toMatchObject({ state: 'effective', counts: { effective: 2, violated: 0 } });
    expect(whole?.times).toEqual({
      ordered: START + 60_000,
      violated: START + 80_000,
      effective: START + 90_000,
    });
  });

  it('is violated by a look-alike under another name', () => {
    const fingerprint = { memory: 'm' };
    const story = [
      started('worker', { at: '0s', ...a, fingerprint }),
      killed,
      seenStop,
      started('scholar', { at: '80s', instance: 's', fingerprint, launchedBy: peer('planner') }),
    ];
    expect(instancesAfter(...story)).toContainEqual(
      expect.objectContaining({ agent: 'scholar', instance: 's', state: 'violated' }),
    );
    const end = stopped('scholar', { at: '90s', instance: 's', origin: 'platform', reason: 'killed' });
    expect(wholeAfter(...story, end)).toMatchObject({ state: 'effective' });
  });

  it('tells of an agent that nobody ever saw, until it appears', () => {
    expect(wholeAfter(killed)).toMatchObject({ state: 'no-such-agent' });
    const later = started('worker', { at: '70s', ...a, launchedBy: peer('planner') });
    expect(instancesAfter(killed, later)).toMatchObject([
      { agent: 'worker', instance: 'a', state: 'violated' },
    ]);
  });

  it('tells of an instance that nobody ever saw', () => {
    const order = killOrdered('worker', { at: '60s', scope: 'instance', target: { instances: ['x'] } });
    expect(instancesAfter(born, order)).toMatchObject([{ instance: 'x', state: 'no-such-agent' }]);
  });

  it('is effective at once where the agent has stopped before', () => {
    const before = stopped('worker', { at: '50s', ...a, origin: 'platform', reason: 'completed' });
    expect(wholeAfter(born, before, killed)).toMatchObject({ state: 'effective' });
  });

  it('is effective at once where a person was seen to stop it', () => {
    const stop = stopped('worker', {
      ...{ at: '5s', origin: 'platform', reason: 'killed', ...a },
      stoppedBy: person('ada'),
    });
    expect(wholeAfter(born, stop)).toMatchObject({ state: 'effective', implied: true, scope: 'instance' });
    const back = started('worker', {
      ...{ at: '9s', instance: 'b', origin: 'platform' },
      launchedBy: controller('deployment/worker'),
    });
    expect(wholeAfter(born, stop, back)).toMatchObject({ ended: 'brought-back' });
  });

  it('remembers when it was refused', () => {
    const refused = killRefused('worker', { at: '61s', by: 'planner', ...a });
    const order = { ...killed, order: 'order' } as AgentEvent;
    expect(instancesAfter(born, order, { ...refused, order: 'order' } as AgentEvent)).toMatchObject([
      { state: 'ordered', times: { refused: START + 61_000 } },
    ]);
  });

  it('ends when it is rescinded, or superseded', () => {
    const rescinded = killRescinded('worker', { at: '70s' });
    expect(wholeAfter(born, killed, rescinded)).toMatchObject({
      ...{ ended: 'rescinded', state: 'ordered' },
      times: { ended: START + 70_000 },
    });
    const next = killOrdered('worker', { at: '70s', id: 'k2', order: 'next', supersedes: 'kill/worker' });
    expect(
      statesAfter(born, killed, next).filter((state) => state.of === 'order' && state.ended === null),
    ).toMatchObject([{ order: 'next' }]);
  });

  it('follows every instance of a fleet', () => {
    const fleet = Array.from({ length: 50 }, (_, index) => started(`w-${index}`, { at: index, ...a }));
    const order = killOrdered('', { at: '1s', scope: 'fleet', target: { fleet: true } });
    const stops = fleet
      .slice(0, 20)
      .map(({ agent }) => stopped(agent!, { at: '2s', ...a, origin: 'platform', reason: 'killed' }));
    expect(wholeAfter(...fleet, order, ...stops)).toMatchObject({
      counts: { ordered: 30, effective: 20 },
      unfollowed: 0,
    });
  });

  it('cannot be written without end by an agent that goes back and forth', () => {
    const forth = Array.from({ length: 500 }, (_, index) => [
      stopped('worker', { at: 100_000 + index * 20, ...a, reason: 'completed' }),
      heartbeat('worker', { at: 100_010 + index * 20, ...a, sequence: 10_000 + index }),
    ]).flat();
    const { orders } = runGivenOut([born, killed, ...forth], { rules, checkpointAfter: () => true });
    expect(orders.length).toBeLessThan(300);
    expect(orders.findLast(({ of }) => of === 'instance')).toMatchObject({ state: 'violated' });
    const end = stopped('worker', { at: '200s', ...a, origin: 'platform', reason: 'killed' });
    expect(wholeAfter(born, killed, ...forth, end)).toMatchObject({ state: 'effective' });
  });

  it('cannot be written without end before the dead line either', () => {
    const forth = Array.from({ length: 500 }, (_, index) => [
      stopped('worker', { at: 61_000 + index * 20, ...a, reason: 'completed' }),
      heartbeat('worker', { at: 61_010 + index * 20, ...a, sequence: 10_000 + index }),
    ]).flat();
    const { orders } = runGivenOut([born, killed, ...forth], { rules, checkpointAfter: (i) => i % 2 === 0 });
    expect(orders.length).toBeLessThan(300);
    expect(orders.findLast(({ of }) => of === 'instance')).toMatchObject({ state: 'ordered' });
  });
});

describe('what is given out', () => {
  it('is the same in the end, whatever the checkpoints and whenever it is taken', () => {
    fc.assert(
      fc.property(history, fc.array(fc.nat(119), { maxLength: 5 }), (events, at) => {
        const often = runGivenOut(events, { rules, checkpointAfter: (index) => at.includes(index) });
        const once = runGivenOut(events, { rules });
        expect(often.latestOrders).toEqual(once.latestOrders);
        expect(often.latestActs).toEqual(once.latestActs);
      }),
      { numRuns: 40 },
    );
  });

  it('is newer the later its time or, within one time, the higher its revision', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { orders } = runGivenOut(events, { rules, checkpointAfter: (index) => index % 4 === 0 });
        const seen = new Map<string, OrderState>();
        for (const order of orders) {
          const before = seen.get(order.id);
          expect(before === undefined || before.time <= order.time).toBe(true);
          expect(before === undefined || before.revision < order.revision).toBe(true);
          seen.set(order.id, order);
        }
      }),
      { numRuns: 40 },
    );
  });
});

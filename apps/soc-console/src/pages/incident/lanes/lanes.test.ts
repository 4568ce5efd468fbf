import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../api/generated/schemas.ts';
import { swimlanesOf } from './lanes.ts';

const event = (type: string, at: number, agent: string, instance: string | undefined, more: object = {}) => ({
  key: `${type}-${agent}-${instance}-${at}`,
  time: at,
  event: {
    id: `${at}`,
    type,
    agent,
    instance,
    fleet: 'f',
    time: at,
    observedTime: at,
    origin: 'agent',
    ...more,
  },
});
const beats = (agent: string, instance: string, times: readonly number[]) =>
  times.map((at) => event('agent.heartbeat', at, agent, instance, { sequence: 0, interval: 1_000 }));
const kill = event('kill.ordered', 10_000, 'worker', undefined, { order: 'order-1', deadline: 2_000 });

const incident = (timeline: readonly ReturnType<typeof event>[], about: Partial<Incident> = {}): Incident =>
  ({
    ...{
      subject: 'worker',
      aliases: ['helper'],
      actors: [{ id: 'planner' }],
      instigators: [],
      order: 'order-1',
    },
    ...{ timeline, ...about },
  }) as unknown as Incident;

const lanesOf = (...given: Parameters<typeof swimlanesOf>) => swimlanesOf(...given)?.lanes ?? [];

describe('the lanes of an incident', () => {
  it('are one for each instance, those of the subject first', () => {
    const lanes = lanesOf(
      incident([
        ...beats('bystander', 'b-1', [1_000]),
        ...beats('planner', 'p-1', [2_000]),
        ...beats('worker', 'w-1', [3_000]),
        event('agent.started', 15_000, 'worker', 'w-2'),
        event('agent.started', 16_000, 'helper', 'h-1'),
      ]),
    );
    expect(lanes.map(({ instance, role }) => `${instance} ${role}`)).toEqual([
      'w-1 subject',
      'w-2 subject',
      'h-1 newcomer',
      'p-1 actor',
      'b-1 other',
    ]);
  });

  it('shade what lived past its dead line, from the dead line or its later start', () => {
    const lanes = lanesOf(
      incident([
        kill,
        ...beats('worker', 'w-1', [9_000, 18_000]),
        event('agent.started', 20_000, 'worker', 'w-2'),
        ...beats('worker', 'w-2', [21_000, 25_000]),
      ]),
    );
    expect(lanes.map(({ zombie }) => zombie)).toEqual([
      { from: 17_000, to: 18_000 },
      { from: 20_000, to: 25_000 },
    ]);
  });

  it('shade as long as it was found to live, also where its own events end before', () => {
    const lanes = lanesOf(
      incident([kill, ...beats('worker', 'w-1', [9_000]), event('agent.started', 18_000, 'worker', 'w-2')], {
        zombieWindowMs: 14_000,
      }),
    );
    expect(lanes.map(({ zombie }) => zombie)).toEqual([null, { from: 18_000, to: 31_000 }]);
  });

  it('shade nothing of who died in time, nor of others', () => {
    const lanes = lanesOf(
      incident([
        kill,
        ...beats('worker', 'w-1', [9_000]),
        event('agent.stopped', 18_000, 'worker', 'w-1', { reason: 'killed' }),
        ...beats('planner', 'p-1', [30_000]),
      ]),
    );
    expect(lanes.map(({ zombie }) => zombie)).toEqual([null, null]);
  });

  it('take the dead line that the detector says before one of their own', () => {
    expect(swimlanesOf(incident([kill, ...beats('worker', 'w-1', [11_000])]), 10_500)?.deadLine).toBe(10_500);
  });

  it('call a start after the kill what it is', () => {
    const starts = incident([
      event('agent.started', 1_000, 'worker', 'w-1'),
      kill,
      event('agent.started', 11_000, 'worker', 'w-2'),
    ]);
    const kinds = lanesOf(starts).map(({ marks }) => marks.map(({ kind }) => kind));
    expect(kinds).toEqual([['start'], ['relaunch']]);
  });

  it('have gaps where somebody who beats regularly did not', () => {
    const [lane] = lanesOf(incident(beats('worker', 'w-1', [1_000, 2_000, 3_000, 4_000, 9_000, 10_000])));
    expect(lane?.gaps).toEqual([{ from: 4_000, to: 9_000 }]);
  });

  it('put a report on the lane of whoever reports, and what names no instance on the newest', () => {
    const lanes = lanesOf(
      incident([
        ...beats('planner', 'p-1', [1_000]),
        event('agent.status_reported', 2_000, 'worker', undefined, {
          reporter: 'planner',
          status: 'healthy',
        }),
      ]),
    );
    expect(lanes.map(({ instance, marks }) => [instance, marks.length])).toEqual([['p-1', 2]]);
  });

  it('are at most sixty, and say how many are left', () => {
    const many = Array.from({ length: 70 }, (_, index) =>
      event('agent.started', index, `a-${index}`, `i-${index}`),
    );
    expect(swimlanesOf(incident(many))).toMatchObject({ left: 10 });
    expect(swimlanesOf(incident([]))).toBeUndefined();
  });
});

import { type AgentEvent, emptyPolicy } from '@mortsafe/agent-events';
import { encodeDoorsClosed, encodeEvents, encodeProgress } from '@mortsafe/agent-events/codec';
import { rules } from '@mortsafe/rules';
import {
  heartbeats,
  killOrdered,
  linkOpened,
  peer,
  START,
  started,
  statusReported,
  stopped,
} from '@mortsafe/testing';
import { describe, expect, it } from 'vitest';
import { restoreEpoch } from './epochs.ts';
import { createPicture, type Picture, type PictureState } from './picture.ts';

const policy = { policy: emptyPolicy, hash: 'p' };
const doors = ['agents', 'control'];
const create = (from?: PictureState): Picture => createPicture({ rules, policy, doors }, from);

const message = (event: AgentEvent): Buffer => encodeEvents(event.fleet, [event])[0] as Buffer;
const progress = (agentsMs: number, controlMs: number): Buffer =>
  encodeProgress([
    { door: 'agents', partition: 0, partitions: 1, readUpTo: START + agentsMs },
    { door: 'control', partition: 0, partitions: 1, readUpTo: START + controlMs },
  ]);

const told = (picture: Picture): string[] => {
  const all: string[] = [];
  for (let report = picture.report(); report; report = picture.report()) {
    all.push(...report.findings.map(({ rule, id, revision }) => `${rule} ${id} ${revision}`));
    all.push(...report.acts.map(({ id, revision }) => `act ${id} ${revision}`));
    all.push(...report.orders.map(({ id, state, revision }) => `${state} ${id} ${revision}`));
  }
  return all;
};

const story: AgentEvent[] = [
  started('worker', { at: '0s', instance: 'worker-1' }),
  started('planner', { at: '0s', instance: 'planner-1' }),
  ...heartbeats('planner', { from: '1s', to: '90s', instance: 'planner-1' }),
  linkOpened('worker', 'planner', { at: '2s', instance: 'worker-1' }),
  killOrdered('worker', { at: '30s', deadline: '5s' }),
  stopped('worker', { at: '32s', instance: 'worker-1', reason: 'killed' }),
  started('worker', { at: '41s', instance: 'worker-2', launchedBy: peer('planner') }),
  statusReported('worker', { at: '60s', by: 'planner', status: 'healthy' }),
].toSorted((a, b) => a.observedTime - b.observedTime);

const untouched = (): string[] => {
  const picture = create();
  for (const event of story) picture.take(message(event));
  picture.take(progress(200_000, 200_000));
  return told(picture);
};

describe('a picture', () => {
  it('tells nothing before all doors have been read so far', () => {
    const picture = create();
    for (const event of story) picture.take(message(event));
    picture.take(progress(200_000, 10_000));
    expect(told(picture)).toEqual([]);
    picture.take(progress(200_000, 200_000));
    expect(told(picture).join('\n')).toContain('unauthorised-relaunch');
  });

  it('applies a control order in its place, though the agents’ door lags far behind', () => {
    const picture = create();
    const isControl = ({ origin }: AgentEvent): boolean => origin === 'control';
    for (const event of story.filter(isControl)) picture.take(message(event));
    picture.take(progress(0, 200_000));
    for (const event of story.filter((event) => !isControl(event))) {
      picture.take(message(event));
      picture.take(progress(event.observedTime - START, 200_000));
    }
    picture.take(progress(200_000, 200_000));
    const ids = (all: readonly string[]): string[] => [...new Set(all)].sort();
    expect(ids(told(picture))).toEqual(ids(untouched()));
  });

  it('is the same after a checkpoint, wherever that was taken', () => {
    const expected = untouched();
    for (let cut = 0; cut <= story.length; cut += 5) {
      const first = create();
      for (const event of story.slice(0, cut)) first.take(message(event));
      const reached = (story[cut - 1]?.observedTime ?? START) - START;
      first.take(progress(reached, reached));
      const before = told(first);
      const planned = restoreEpoch(new Map()).next.plan({
        offset: cut,
        policyHash: 'p',
        state: first.state(),
      });
      const kept = new Map(planned.messages.map(({ key, value }) => [key, value as Buffer]));
      const second = create(restoreEpoch(kept).epoch?.state as PictureState);
      for (const event of story.slice(cut)) second.take(message(event));
      second.take(progress(200_000, 200_000));
      const all = new Set([...before, ...told(second)]);
      // What stood in between differs; how it ends does not.
      expect([...all].filter((line) => expected.includes(line)).sort()).toEqual(expected.toSorted());
    }
  });

  it('takes the same event once, when the route step wrote it again', () => {
    const picture = create();
    for (const event of story) picture.take(message(event));
    picture.take(progress(100_000, 100_000));
    for (const event of story) picture.take(message(event));
    picture.take(progress(200_000, 200_000));
    const expected = create();
    for (const event of story) expected.take(message(event));
    expected.take(progress(100_000, 100_000));
    expected.take(progress(200_000, 200_000));
    expect(told(picture)).toEqual(told(expected));
  });

  it('misses nobody for what was silent while the doors were closed, and whoever stays silent afterwards', () => {
    const beating = (closed: boolean, untilS: number): string[] => {
      const picture = create();
      const ofA = heartbeats('a', { from: '0s', to: '400s' });
      const before = [
        ...ofA.filter((event) => event.time <= START + 60_000),
        ...heartbeats('b', { from: '0s', to: '60s' }),
      ];
      for (const event of before) picture.take(message(event));
      if (closed) picture.take(encodeDoorsClosed({ from: START + 61_000, to: START + 181_000 }));
      const after = ofA.filter((event) => event.time >= START + 200_000);
      for (const event of after) picture.take(message(event));
      picture.take(progress(untilS * 1_000, untilS * 1_000));
      return told(picture).map((line) => line.split(' ')[0] as string);
    };
    expect(beating(false, 200)).toContain('telemetry-gap');
    expect(beating(true, 230)).toEqual([]);
    expect(beating(true, 400)).toEqual(['telemetry-gap']);
  });

  it('tells the detector’s signs of life of what it restored in its own version, whatever was stored', () => {
    const versions: number[] = [];
    const restored = ({ version }: { version: number }): void => void versions.push(version);
    const vitals = { saw: () => false, heard() {}, restored };
    const { detector, ...state } = create().state();
    const before = { ...state, detector: { ...detector, version: 2 } } as unknown as PictureState;
    createPicture({ rules, policy, doors, vitals }, before);
    expect(versions).toEqual([detector.version]);
  });

  it('reads a state from before it was known when doors were closed', () => {
    const { closed: _, ...before } = create().state();
    expect(() => create({ ...before, version: 1 } as unknown as PictureState)).not.toThrow();
    expect(() => create({ ...before, version: 3 } as unknown as PictureState)).toThrow('version 3');
  });

  it('says what it cannot read, and goes on', () => {
    const picture = create();
    expect(picture.take(Buffer.from([9, 9]))).toContain('version 9');
    expect(picture.counts().messagesRefused).toBe(1);
  });
});

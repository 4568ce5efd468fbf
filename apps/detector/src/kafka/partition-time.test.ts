import type { DoorProgress } from '@mortsafe/agent-events/codec';
import { describe, expect, it } from 'vitest';
import { createPartitionTime } from './partition-time.ts';

const part = (door: string, partition: number, readUpTo: number, partitions = 2): DoorProgress => ({
  door,
  partition,
  partitions,
  readUpTo,
});
const doors = ['agents', 'control'];
const whole = [part('agents', 0, 50), part('agents', 1, 40), part('control', 0, 90, 1)];

describe('partition time', () => {
  it('stands still until every part of every door has been heard of', () => {
    const time = createPartitionTime(doors);
    for (const claim of whole) {
      expect(time.time()).toBeUndefined();
      time.hear([claim]);
    }
    expect(time.time()).toBe(40);
  });

  it('is that of the door which lags most', () => {
    const time = createPartitionTime(doors);
    time.hear(whole);
    time.hear([part('agents', 1, 1_000), part('agents', 0, 2_000)]);
    expect(time.time()).toBe(90);
    time.hear([part('control', 0, 5_000, 1)]);
    expect(time.time()).toBe(1_000);
  });

  it('does not go back when a claim comes late', () => {
    const time = createPartitionTime(doors);
    time.hear(whole);
    time.hear([part('agents', 1, 10)]);
    expect(time.time()).toBe(40);
  });

  it('takes no notice of doors that nobody waits for', () => {
    const time = createPartitionTime(doors);
    time.hear([...whole, part('elsewhere', 0, 1)]);
    expect(time.time()).toBe(40);
  });

  it('waits for parts that a door has grown, and does not go back with them', () => {
    const time = createPartitionTime(doors);
    time.hear(whole);
    time.hear([part('control', 0, 200, 2), part('agents', 0, 200), part('agents', 1, 200)]);
    expect(time.time()).toBe(40);
    time.hear([part('control', 1, 30, 2)]);
    expect(time.time()).toBe(40);
    time.hear([part('control', 1, 70, 2)]);
    expect(time.time()).toBe(70);
  });

  it('is the same again after a checkpoint', () => {
    const time = createPartitionTime(doors);
    time.hear(whole);
    const again = createPartitionTime(doors, time.heard());
    expect(again.time()).toBe(40);
    expect(again.heard()).toEqual(time.heard());
  });
});

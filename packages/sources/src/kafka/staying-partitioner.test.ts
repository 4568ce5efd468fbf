import type { PartitionMetadata } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { stayingPartitioner } from './staying-partitioner.ts';

const partitionMetadata = Array.from(
  { length: 8 },
  (_, partitionId): PartitionMetadata => ({
    ...{ partitionId, partitionErrorCode: 0, leader: 1, replicas: [1], isr: [1], offlineReplicas: [] },
  }),
);
const tries = Array.from({ length: 20 }, (_, number) => number);

describe('the partition of a message', () => {
  it('stays the same however often it is tried, though it has no key', () => {
    const choose = stayingPartitioner();
    const value = Buffer.from('one');
    const places = tries.map(() => choose({ topic: 't', partitionMetadata, message: { value } }));
    expect(new Set(places).size).toBe(1);
  });

  it('differs from that of others without a key', () => {
    const choose = stayingPartitioner();
    const places = tries.map((number) =>
      choose({ topic: 't', partitionMetadata, message: { value: Buffer.from(`${number}`) } }),
    );
    expect(new Set(places).size).toBeGreaterThan(1);
  });

  it('is the one it names, or that of its key', () => {
    const choose = stayingPartitioner();
    const value = Buffer.from('one');
    expect(choose({ topic: 't', partitionMetadata, message: { value, partition: 5 } })).toBe(5);
    const places = tries.map(() => choose({ topic: 't', partitionMetadata, message: { key: 'k', value } }));
    expect(new Set(places).size).toBe(1);
  });
});

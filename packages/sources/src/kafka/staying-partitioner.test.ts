import type { PartitionMetadata } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { stayingPartitioner } from './staying-partitioner.ts';

const partitionMetadata = Array.from(
  { length: 7 },
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

  it.each([
    ['21', 0xc5f2f8ec],
    ['foobar', 0xd0e47bbe],
    ['a-little-bit-long-string', 0xc53b1da0],
    ['a-little-bit-longer-string', 0xa768c9c3],
    ['abc', 0x1c94221b],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', 0xfc7d49cd],
  ])('is for the key %s the one that Java chooses', (key, hash) => {
    const place = stayingPartitioner()({ topic: 't', partitionMetadata, message: { key, value: null } });
    expect(place).toBe((hash & 0x7fffffff) % partitionMetadata.length);
  });
});

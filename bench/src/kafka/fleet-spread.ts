import kafkajs, { type PartitionMetadata } from 'kafkajs';

/** Over how many partitions fleets are spread, as the route step does it. */
export interface FleetSpread {
  partitions: number;
  partitionOf(fleet: string): number;
}

export function fleetSpread(partitions: number): FleetSpread {
  const metadata = Array.from({ length: partitions }, (_, partitionId) => ({ partitionId, leader: 0 }));
  const choose = kafkajs.Partitioners.DefaultPartitioner();
  return {
    partitions,
    partitionOf: (fleet) =>
      choose({
        topic: '',
        partitionMetadata: metadata as PartitionMetadata[],
        message: { key: fleet, value: null },
      }),
  };
}

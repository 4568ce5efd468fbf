import kafkajs, { type ICustomPartitioner, type PartitionerArgs } from 'kafkajs';

/**
 * Chooses partitions as Java's clients do, and where a message has no key, the same one at every try.
 *
 * kafkajs chooses anew when it tries again. What an idempotent producer then writes next to the first partition gets
 * the number that was tried there, and if that try had arrived after all, the broker takes it for a duplicate: it is
 * lost, though it was acknowledged.
 */
export const stayingPartitioner: ICustomPartitioner = () => {
  const choose = kafkajs.Partitioners.DefaultPartitioner();
  const chosen = new WeakMap<Buffer, { topic: string; partition: number }>();
  return (args: PartitionerArgs): number => {
    const { topic, message } = args;
    const { key, partition, value } = message;
    if ((key ?? partition) !== undefined || !Buffer.isBuffer(value)) return choose(args);
    const before = chosen.get(value);
    if (before?.topic === topic) return before.partition;
    const fresh = choose(args);
    chosen.set(value, { topic, partition: fresh });
    return fresh;
  };
};

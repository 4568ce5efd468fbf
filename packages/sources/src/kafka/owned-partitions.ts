import type { Admin } from 'kafkajs';
import type { BrokerClock } from './broker-clock.ts';
import type { TopicOffset, TopicPartition } from './kafka-reader.ts';

/** How far a partition has been dealt with. */
export interface PartitionProgress extends TopicPartition {
  /** How many partitions its topic has. */
  partitions: number;
  /** The next offset to deal with, and the one that the next message gets. */
  next: number;
  end: number;
  /**
   * Whatever entered before this moment has been dealt with; epoch milliseconds of the brokers' clock. Undefined
   * while nothing is known.
   */
  readUpTo: number | undefined;
}

export interface Assignment {
  startAt(from: TopicOffset): void;
  starts(): TopicOffset[];
  /** What retention took between where it should have started and where the log begins. */
  lost(): ({ from: number; to: number } & TopicPartition)[];
}

export interface Owned {
  assign(partitions: readonly TopicPartition[]): Promise<Assignment>;
  /** @param observedTime - Of the last message; without one, nobody was handed any. */
  dealtWith(next: TopicOffset, observedTime?: number): void;
  progress(): Promise<PartitionProgress[]>;
}

export interface OwnedParts {
  admin: Pick<Admin, 'fetchOffsets' | 'fetchTopicOffsets'>;
  groupId: string;
  topics: readonly string[];
  clock: BrokerClock;
  now: () => number;
}

interface Stand {
  next: number;
  /** Of the last message that was dealt with. */
  observedTime: number | undefined;
}

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/** Where this member stands in each of its partitions. */
export function createOwned({ admin, groupId, topics, clock, now }: OwnedParts): Owned {
  let stands = new Map<string, Stand>();

  const bounds = async (topic: string) =>
    new Map(
      (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => [
        partition,
        { low: Number(low), end: Number(high) },
      ]),
    );

  async function committed(): Promise<Map<string, number>> {
    const answers = await admin.fetchOffsets({ groupId, topics: [...topics] });
    return new Map(
      answers.flatMap(({ topic, partitions }) =>
        partitions
          .filter(({ offset }) => Number(offset) >= 0)
          .map(({ partition, offset }) => [keyOf({ topic, partition }), Number(offset)] as const),
      ),
    );
  }

  async function progressOf(topic: string): Promise<PartitionProgress[]> {
    const askedAt = now();
    const ends = await bounds(topic);
    return [...ends].flatMap(([partition, { end }]) => {
      const key = keyOf({ topic, partition });
      const stand = stands.get(key);
      if (!stand) return [];
      // All that was there when we asked has been dealt with.
      const readUpTo = stand.next >= end ? clock.timeAt(key, askedAt) : stand.observedTime;
      return { topic, partition, partitions: ends.size, next: stand.next, end, readUpTo };
    });
  }

  return {
    async assign(partitions) {
      const offsets = await committed();
      const ends = new Map(
        await Promise.all(topics.map(async (topic) => [topic, await bounds(topic)] as const)),
      );
      const before = stands;
      const wanted = new Map<string, TopicOffset>();
      for (const at of partitions) {
        const key = keyOf(at);
        wanted.set(key, { ...at, offset: before.get(key)?.next ?? offsets.get(key) ?? 0 });
      }
      const lowOf = ({ topic, partition }: TopicPartition): number =>
        ends.get(topic)?.get(partition)?.low ?? 0;
      return {
        startAt: (from) => void wanted.set(keyOf(from), from),
        // A log that begins at 0 has lost nothing, and 0 is where a group starts that never committed.
        lost: () =>
          [...wanted.values()]
            .filter(
              (from) => from.offset < lowOf(from) && (offsets.has(keyOf(from)) || before.has(keyOf(from))),
            )
            .map(({ topic, partition, offset }) => ({
              topic,
              partition,
              from: offset,
              to: lowOf({ topic, partition }),
            })),
        starts() {
          const starts = [...wanted.values()].map((from) => ({
            ...from,
            offset: Math.max(from.offset, lowOf(from)),
          }));
          stands = new Map(
            starts.map((from) => {
              const observedTime = before.get(keyOf(from))?.observedTime;
              return [keyOf(from), { next: from.offset, observedTime }];
            }),
          );
          return starts;
        },
      };
    },

    dealtWith(next, observedTime) {
      const stand = stands.get(keyOf(next));
      if (!stand) return;
      stand.next = next.offset;
      stand.observedTime = observedTime ?? stand.observedTime;
    },

    async progress() {
      // All at once: each answer waits for its turn among batches that are dealt with.
      const found = await Promise.all(topics.map(progressOf));
      return found.flat();
    },
  };
}

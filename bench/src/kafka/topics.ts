import {
  createMissingTopics,
  defaultTopicNames,
  type GroupNames,
  type TopicNames,
} from '@mortsafe/detector/kafka';
import { type DoorTopic, defaultDoorTopics } from '@mortsafe/sources/kafka';
import type { Broker } from '@mortsafe/testing/kafka';
import type { Kafka } from 'kafkajs';

/** One event a message, as JSON and with the fleet as key: what others would read. */
export const JSON_TOPIC = 'events-as-json';

/** What a detector reads and writes. Each run has its own, but for what it only reads. */
export interface RunTopics {
  doors: readonly DoorTopic[];
  topics: TopicNames;
  groups: GroupNames;
}

/** Topics of its own, but for doors and those that it shares with other runs. */
export function topicsOfRun(run: string, shares: readonly (keyof TopicNames)[] = []): RunTopics {
  const topics = Object.fromEntries(
    Object.entries(defaultTopicNames).map(([name, topic]) => [
      name,
      name === 'control' || shares.includes(name as keyof TopicNames) ? topic : `${run}.${topic}`,
    ]),
  ) as unknown as TopicNames;
  return { doors: defaultDoorTopics, topics, groups: { route: `${run}-route`, detect: `${run}-detect` } };
}

export interface MakeTopicsOptions {
  kafka: Kafka;
  run: RunTopics;
  partitions: number;
}

export const makeTopics = async ({ kafka, run, partitions }: MakeTopicsOptions): Promise<void> => {
  await createMissingTopics({ kafka, ...run, partitions, replicationFactor: 1 });
};

export const makeJsonTopic = (broker: Broker, partitions: number): Promise<void> =>
  broker.createTopics([{ topic: JSON_TOPIC, numPartitions: partitions }]);

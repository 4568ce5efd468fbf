import kafkajs, { type Kafka, type PartitionMetadata } from 'kafkajs';
import type { TopicNames } from './topics.ts';

/** Over how many partitions fleets are spread, which is how many pictures there are. */
export interface Spread {
  partitions: number;
  /** Where a fleet is written and painted; the same that Java's clients choose by key. */
  partitionOf(fleet: string): number;
}

export type SpreadTopics = Pick<TopicNames, 'agentEvents' | 'state'>;

/**
 * Fleets are found by the number of partitions, so it must never change. It is that of the state topic: partitions
 * that were added to `mortsafe.agent-events` since are left unused.
 *
 * @throws {Error} There are fewer to write to than there are pictures.
 * @throws kafkajs's error where the brokers cannot be asked.
 */
export async function readSpread(kafka: Kafka, topics: SpreadTopics): Promise<Spread> {
  const { events, pictures } = await countPartitions(kafka, topics);
  if (events < pictures) throw new Error(tooFew(topics, events, pictures));
  const metadata = Array.from({ length: pictures }, (_, partitionId) => ({ partitionId, leader: 0 }));
  const choose = kafkajs.Partitioners.DefaultPartitioner();
  return {
    partitions: pictures,
    partitionOf: (fleet) =>
      choose({
        topic: topics.agentEvents,
        partitionMetadata: metadata as PartitionMetadata[],
        message: { key: fleet, value: null },
      }),
  };
}

/** What is wrong with the number of partitions, and whether one can go on with it. */
export async function spreadProblem(
  kafka: Kafka,
  topics: SpreadTopics,
): Promise<{ fatal: boolean; problem: string } | undefined> {
  const { events, pictures } = await countPartitions(kafka, topics);
  if (events === pictures) return undefined;
  if (events < pictures) return { fatal: true, problem: tooFew(topics, events, pictures) };
  return { fatal: false, problem: unused(topics, events, pictures) };
}

const tooFew = ({ agentEvents, state }: SpreadTopics, events: number, pictures: number): string =>
  `${agentEvents} has ${events} partitions and ${state} ${pictures}: fleets are found by that number. Make both with the same one, kafka-topics.sh --alter --topic ${agentEvents} --partitions ${pictures}`;

const unused = ({ agentEvents, state }: SpreadTopics, events: number, pictures: number): string =>
  `${agentEvents} has ${events} partitions and ${state} ${pictures}: fleets stay in the first ${pictures}, for they are found by that number. To spread them further, make both topics anew under other names`;

async function countPartitions(kafka: Kafka, { agentEvents, state }: SpreadTopics) {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [agentEvents, state] });
    const of = (name: string): number => topics.find((topic) => topic.name === name)?.partitions.length ?? 0;
    return { events: of(agentEvents), pictures: of(state) };
  } finally {
    await admin.disconnect();
  }
}

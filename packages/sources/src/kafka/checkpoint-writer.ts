import kafkajs, { type Kafka, type Transaction } from 'kafkajs';
import { type KafkaMessage, requestsOf, sendRequest } from './kafka-writer.ts';
import { onceCoordinated } from './once-coordinated.ts';

/** What became of a checkpoint. */
export type Committed =
  | { kind: 'committed' }
  /** Another has opened a writer of this name: whatever it was for belongs to that one. */
  | { kind: 'fenced' };

export interface CheckpointWriter {
  /**
   * Writes messages and offsets in one transaction: readers of committed messages see all of it or nothing.
   *
   * @throws kafkajs's error; nothing of it is seen.
   */
  commit(checkpoint: Checkpointed): Promise<Committed>;
  close(): Promise<void>;
}

export interface Checkpointed {
  messages: readonly KafkaMessage[];
  groupId: string;
  offsets: readonly { topic: string; partition: number; offset: number }[];
}

export interface CheckpointWriterOptions {
  kafka: Kafka;
  /** One for each thing that must have one owner, such as a partition. Whoever opens it last has it. */
  transactionalId: string;
  /** After so long the broker takes back what was not committed. Default 60,000. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;
/** Some fifteen seconds: well before the broker takes it back, and then the next one is tried. */
const RETRIES = { retries: 8, initialRetryTime: 100, maxRetryTime: 5_000 };
const FENCED = new Set(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED', 'INVALID_PRODUCER_ID_MAPPING']);
/** What lies with the topic, its replicas, the permits or the coordinator, and not with the writer. */
const REFUSED_TO_ANYBODY = new Set([
  ...['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'POLICY_VIOLATION'],
  ...['NOT_ENOUGH_REPLICAS', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'KAFKA_STORAGE_ERROR', 'REQUEST_TIMED_OUT'],
  ...['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION'],
  ...['TOPIC_AUTHORIZATION_FAILED', 'GROUP_AUTHORIZATION_FAILED', 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'],
  // A former one that the broker has not ended yet, for instance because its end could not be written, either.
  'CONCURRENT_TRANSACTIONS',
]);

/** Opens a transactional producer. From then on every earlier one of the same name is fenced, and what it left open taken back. */
export async function openCheckpointWriter({
  kafka,
  transactionalId,
  timeoutMs = TIMEOUT_MS,
}: CheckpointWriterOptions): Promise<CheckpointWriter> {
  const producer = kafka.producer({
    transactionalId,
    transactionTimeout: timeoutMs,
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    retry: RETRIES,
  });
  await producer.connect();
  // kafkajs takes its epoch when the first transaction begins; the former owner must be fenced before we restore.
  await (await producer.transaction()).abort();
  let fenced = false;
  /** One that could be neither committed nor taken back. */
  let left: Transaction | undefined;

  return {
    async commit({ messages, groupId, offsets }) {
      if (fenced) return { kind: 'fenced' };
      try {
        if (left?.isActive()) await left.abort();
        left = undefined;
        const transaction = await producer.transaction();
        try {
          for (const request of requestsOf(messages)) await sendRequest(transaction, request);
          if (offsets.length > 0) {
            const read = { consumerGroupId: groupId, topics: byTopic(offsets) };
            await onceCoordinated(() => transaction.sendOffsets(read));
          }
          await transaction.commit();
        } catch (error) {
          if (isFenced(error)) throw error;
          left = transaction;
          if (transaction.isActive()) await transaction.abort().catch(() => {}); // It is tried again.
          throw error;
        }
        return { kind: 'committed' };
      } catch (error) {
        fenced = isFenced(error);
        if (fenced) return { kind: 'fenced' };
        throw error;
      }
    },
    close: () => producer.disconnect(),
  };
}

const isFenced = (error: unknown): boolean => isOneOf(FENCED, error);

/** Whether a writer opened anew would be refused alike: to wait is all that helps. */
export const isRefusedToAnybody = (error: unknown): boolean => isOneOf(REFUSED_TO_ANYBODY, error);

function isOneOf(types: ReadonlySet<string>, error: unknown): boolean {
  const { type, cause } = error as { type?: string; cause?: unknown };
  return types.has(type ?? '') || (cause instanceof Error && isOneOf(types, cause));
}

function byTopic(offsets: Checkpointed['offsets']) {
  const topics = new Map<string, { partition: number; offset: string }[]>();
  for (const { topic, partition, offset } of offsets) {
    const list = topics.get(topic) ?? [];
    list.push({ partition, offset: String(offset) });
    topics.set(topic, list);
  }
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
}

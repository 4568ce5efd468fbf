import { kafkaReader } from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';

export interface ReadToEndOptions {
  kafka: Kafka;
  /** Of a group that nobody else is in. */
  groupId: string;
  topic: string;
  /** Default all. */
  partitions?: readonly number[];
  take(message: ReadMessage): void;
}

export interface ReadMessage {
  partition: number;
  key: string;
  position: string;
  observedTime: number;
  /** Empty where it takes back what stood under the key. */
  body: Uint8Array;
}

const ASK_MS = 50;
const PARTITION_BYTES = 8 * 1_048_576;

/**
 * Reads all that is committed in partitions of a topic, from their beginning to where they end by now.
 *
 * @throws kafkajs's error where the brokers cannot be asked.
 */
export async function readToEnd(options: ReadToEndOptions, signal: AbortSignal): Promise<void> {
  const { kafka, groupId, topic } = options;
  const ends = await endsOf(kafka, topic);
  const wanted = new Set(options.partitions ?? ends.keys());
  const reader = kafkaReader({ kafka, groupId, topics: [topic], partitionBytesMax: PARTITION_BYTES });
  const done = new AbortController();
  let underWay = false;
  const asking = setInterval(async () => {
    if (underWay) return;
    underWay = true;
    const stands = await reader.progress().catch(() => []);
    underWay = false;
    const read = stands.filter(
      ({ partition, next }) => wanted.has(partition) && next >= (ends.get(partition) ?? 0),
    );
    if (read.length === wanted.size) done.abort();
  }, ASK_MS);
  try {
    for await (const step of reader.read(AbortSignal.any([signal, done.signal]))) {
      if (step.kind === 'assigned') {
        for (const { partition } of step.partitions) {
          const offset = wanted.has(partition) ? 0 : (ends.get(partition) ?? 0);
          step.startAt({ topic, partition, offset });
        }
      } else if (step.kind === 'batch' && wanted.has(step.partition)) {
        for (const { key, body, position, observedTime } of step.deliveries) {
          const name = key ? Buffer.from(key).toString() : '';
          options.take({ partition: step.partition, key: name, position, observedTime, body });
        }
      }
    }
  } finally {
    clearInterval(asking);
  }
  signal.throwIfAborted();
}

async function endsOf(kafka: Kafka, topic: string): Promise<Map<number, number>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
  } finally {
    await admin.disconnect();
  }
}

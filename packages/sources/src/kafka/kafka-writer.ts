import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, Message, Producer, RecordMetadata } from 'kafkajs';
import { atMost } from './at-most.ts';
import type { BrokerClock } from './broker-clock.ts';
import { stayingPartitioner } from './staying-partitioner.ts';

export interface KafkaMessage {
  topic: string;
  /** What belongs together and in order; the same partition that Java's clients choose. */
  key?: string | Buffer;
  /** Instead of what the key would choose. */
  partition?: number;
  value: Buffer | null;
  headers?: Readonly<Record<string, string>>;
}

export interface KafkaWriterOptions {
  kafka: Kafka;
  /** Learns the brokers' time from what they answer. */
  clock?: BrokerClock;
  now?: () => number;
}

export interface KafkaWriter {
  /**
   * Resolves once all in-sync replicas have it. Calls are written one after another, messages in their order; what is
   * tried again is not written twice. A broker that is away is waited for.
   *
   * @throws kafkajs's error where trying again is no use: no permit, a message too large, closed.
   */
  write(messages: readonly KafkaMessage[]): Promise<void>;
  /** Writes what was given to it, then goes; it waits for brokers that are away no longer than seven seconds. */
  close(): Promise<void>;
}

/** A request's messages of one partition become one batch, which brokers take up to 1 MiB. */
const REQUEST_BYTES_MAX = 900_000;
const MESSAGE_OVERHEAD_BYTES = 64;
/** After them it is looked whether to go on; kafkajs itself gives up soon when no broker can be reached. */
const RETRIES = { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 };
const ASK_AGAIN_MS = 500;
const CLOSE_MS_MAX = 5_000;
const LEAVE_MS_MAX = 2_000;

/** Opens an idempotent producer. */
export async function openKafkaWriter({
  kafka,
  clock,
  now = Date.now,
}: KafkaWriterOptions): Promise<KafkaWriter> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: stayingPartitioner,
    retry: RETRIES,
  });
  await producer.connect();
  let last: Promise<unknown> = Promise.resolve();
  let giveUpAt = Number.POSITIVE_INFINITY;

  /** As long as it takes: the broker knows by its number what it has written already. */
  const sendPatiently = async (request: readonly KafkaMessage[]): Promise<RecordMetadata[]> => {
    for (;;) {
      try {
        return await sendRequest(producer, request);
      } catch (error) {
        if (!isPassing(error) || performance.now() > giveUpAt) throw error;
        await sleep(ASK_AGAIN_MS);
      }
    }
  };

  const writeNow = async (messages: readonly KafkaMessage[]): Promise<void> => {
    for (const request of requestsOf(messages)) {
      const written = await sendPatiently(request);
      const at = now();
      for (const { topicName, partition, logAppendTime } of written) {
        if (Number(logAppendTime) > 0) clock?.seen(`${topicName}/${partition}`, Number(logAppendTime), at);
      }
    }
  };

  return {
    write(messages) {
      const writing = last.then(() => writeNow(messages));
      last = writing.catch(() => {}); // Whoever asked for it hears of it.
      return writing;
    },
    async close() {
      giveUpAt = performance.now() + CLOSE_MS_MAX;
      await atMost(CLOSE_MS_MAX, last);
      await atMost(LEAVE_MS_MAX, producer.disconnect());
    },
  };
}

/** Trying again may help: a broker is away, or a leader is being found. kafkajs hides such a reason in others. */
function isPassing(error: unknown): boolean {
  const { retriable, cause } = error as { retriable?: boolean; cause?: unknown };
  return retriable === true || (cause instanceof Error && isPassing(cause));
}

/** Sends messages of several topics at once, each in its partition's order. */
export function sendRequest(
  producer: Pick<Producer, 'sendBatch'>,
  messages: readonly KafkaMessage[],
): Promise<RecordMetadata[]> {
  const byTopic = new Map<string, Message[]>();
  for (const { topic, ...message } of messages) {
    const list = byTopic.get(topic);
    if (list) list.push(message);
    else byTopic.set(topic, [message]);
  }
  return producer.sendBatch({
    acks: -1,
    topicMessages: [...byTopic].map(([topic, list]) => ({ topic, messages: list })),
  });
}

/** Cuts messages into requests that brokers take. */
export function* requestsOf(messages: readonly KafkaMessage[]): Generator<KafkaMessage[]> {
  let request: KafkaMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const own = (message.value?.length ?? 0) + (message.key?.length ?? 0) + MESSAGE_OVERHEAD_BYTES;
    if (request.length > 0 && bytes + own > REQUEST_BYTES_MAX) {
      yield request;
      request = [];
      bytes = 0;
    }
    request.push(message);
    bytes += own;
  }
  if (request.length > 0) yield request;
}

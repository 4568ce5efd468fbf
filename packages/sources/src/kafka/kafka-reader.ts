import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin, type Batch, type Consumer, type EachBatchPayload, type Kafka } from 'kafkajs';
import type { Delivery, Source } from '../source.ts';
import { atMost } from './at-most.ts';
import { type BrokerClock, createBrokerClock } from './broker-clock.ts';
import { createHandOver } from './hand-over.ts';
import { onceCoordinated } from './once-coordinated.ts';
import { type Assignment, createOwned, type Owned, type PartitionProgress } from './owned-partitions.ts';
import { stickyAssigner } from './sticky-assigner.ts';
import { unreadableReason } from './unreadable-batch.ts';

/** One Kafka message. */
export interface KafkaDelivery extends Delivery {
  offset: number;
  /** Its time in the broker's log, epoch milliseconds. */
  observedTime: number;
  key: Uint8Array | null;
  /** Why it has no body, where its batch could not be unpacked. */
  unreadable?: string;
}

export interface TopicPartition {
  topic: string;
  partition: number;
}

export interface TopicOffset extends TopicPartition {
  /** Of the first message that has not been dealt with. */
  offset: number;
}

/** What a reader yields, in order. Asking for the next says that this one has been dealt with. */
export type ReaderStep =
  | {
      kind: 'assigned';
      /** All that this member reads from now on; what it read before and is not among them belongs to another. */
      partitions: readonly TopicPartition[];
      /** Reads on from there, not from where the group has committed or this member stood. */
      startAt(from: TopicOffset): void;
      /** False once the group has shared out anew: another step of this kind follows. */
      isCurrent(): boolean;
    }
  | ({
      kind: 'batch';
      deliveries: KafkaDelivery[];
      /** The offset after the last of them. */
      next: number;
    } & TopicPartition)
  /** Retention took messages before they were read. */
  | ({ kind: 'lost'; from: number; to: number } & TopicPartition);

export interface KafkaReaderOptions {
  kafka: Kafka;
  groupId: string;
  topics: readonly string[];
  /** A member that is silent for so long loses its partitions. Default 30,000. */
  sessionTimeoutMs?: number;
  /** How long the broker may wait for more. Default 100. */
  waitMsMax?: number;
  /** Of one answer for one partition. Default 1 MiB. */
  partitionBytesMax?: number;
  /** Shared with who else learns the brokers' time. */
  clock?: BrokerClock;
  /** Epoch milliseconds. Default `Date.now`. */
  now?: () => number;
}

export interface KafkaReader extends Source<ReaderStep> {
  /**
   * Commits for the group. Kafka refuses a member that is no longer one.
   *
   * @throws kafkajs's error; what was read since the last commit is read again by whoever has it then.
   */
  commit(offsets: readonly TopicOffset[]): Promise<void>;
  /**
   * How far each partition has been dealt with, and until what time: asks the brokers where the logs end.
   *
   * @throws kafkajs's error while they are out of reach, and one before and after reading. Then nobody knows, and time
   * stands still.
   */
  progress(): Promise<PartitionProgress[]>;
}

const SESSION_MS = 30_000;
const HEARTBEATS_A_SESSION = 10;
const WAIT_MS = 100;
const PARTITION_BYTES = 1_048_576;
const ASK_AGAIN_MS = 250;
/** Brokers that are away are not told; they notice when the session ends. */
const LEAVE_MS_MAX = 3_000;

/** Reads topics as a member of a group. The signal ends it, and the member leaves. */
export function kafkaReader(options: KafkaReaderOptions): KafkaReader {
  const { kafka, groupId, topics, now = Date.now, clock = createBrokerClock() } = options;
  const sessionTimeout = options.sessionTimeoutMs ?? SESSION_MS;
  const heartbeatMs = Math.ceil(sessionTimeout / HEARTBEATS_A_SESSION);
  const share: Share = { latest: [] };
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout,
    rebalanceTimeout: 2 * sessionTimeout,
    heartbeatInterval: heartbeatMs,
    maxWaitTimeInMs: options.waitMsMax ?? WAIT_MS,
    maxBytesPerPartition: options.partitionBytesMax ?? PARTITION_BYTES,
    // kafkajs's own for members of an older version.
    partitionAssigners: [stickyAssigner(() => share.latest), kafkajs.PartitionAssigners.roundRobin],
    retry: { restartOnFailure: async () => true },
  });
  const admin = kafka.admin();
  const asked = watchedAdmin(admin);
  const owned = createOwned({ admin: asked, groupId, topics, clock, now });
  let reading = false;

  return {
    name: `kafka/${groupId}`,
    async *read(signal) {
      if (signal?.aborted) return;
      const steps = createHandOver<ReaderStep>();
      const stop = (): void => steps.close();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        await connect({ admin, consumer, groupId, topics });
        reading = true;
        watch({ consumer, owned, steps, share });
        await consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          eachBatch: (payload) => pass(payload, { owned, steps, heartbeatMs, clock, now }),
        });
        yield* steps.take();
      } finally {
        reading = false;
        steps.close();
        signal?.removeEventListener('abort', stop);
        await atMost(LEAVE_MS_MAX, Promise.allSettled([consumer.disconnect(), admin.disconnect()]));
        // A question under way connects anew, and would keep the process alive.
        void asked.settled().then(() => admin.disconnect());
      }
    },
    commit: (offsets) =>
      consumer.commitOffsets(offsets.map((each) => ({ ...each, offset: String(each.offset) }))),
    async progress() {
      if (!reading) throw new Error('nothing is being read');
      return owned.progress();
    },
  };
}

type Asked = Pick<Admin, 'fetchOffsets' | 'fetchTopicOffsets'>;

/** Knows when all that it was asked has been answered. */
function watchedAdmin(admin: Asked): Asked & { settled(): Promise<unknown> } {
  const underWay = new Set<Promise<unknown>>();
  const watched = <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    underWay.add(answer);
    const done = (): boolean => underWay.delete(answer);
    answer.then(done, done);
    return answer;
  };
  return {
    fetchOffsets: (about) => watched(admin.fetchOffsets(about)),
    fetchTopicOffsets: (topic) => watched(admin.fetchTopicOffsets(topic)),
    settled: () => Promise.allSettled(underWay),
  };
}

interface Connecting {
  admin: Admin;
  consumer: Consumer;
  groupId: string;
  topics: readonly string[];
}

async function connect({ admin, consumer, groupId, topics }: Connecting): Promise<void> {
  await admin.connect();
  await onceCoordinated(() => admin.fetchOffsets({ groupId, topics: [...topics] }));
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
}

type Steps = ReturnType<typeof createHandOver<ReaderStep>>;

/** What this member was given last. */
interface Share {
  latest: readonly TopicPartition[];
}

interface Watched {
  consumer: Consumer;
  owned: Owned;
  steps: Steps;
  share: Share;
}

/** Nothing of a new assignment is read before the taker has heard of it and said where to start. */
function watch({ consumer, owned, steps, share }: Watched): void {
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const partitions = Object.entries(payload.memberAssignment).flatMap(([topic, numbers]) =>
      numbers.map((partition) => ({ topic, partition })),
    );
    share.latest = partitions;
    // At once, and in the same turn: the first fetch comes right after.
    consumer.pause(partitions.map(({ topic, partition }) => ({ topic, partitions: [partition] })));
    void begin(partitions).catch(steps.close);
  });
  consumer.on(
    consumer.events.END_BATCH_PROCESS,
    ({ payload: { topic, partition, batchSize, lastOffset } }) => {
      // Marks of transactions and what they took back: nobody is handed them, and they have been read.
      if (batchSize === 0) owned.dealtWith({ topic, partition, offset: Number(lastOffset) + 1 });
    },
  );
  consumer.on(consumer.events.FETCH_START, () => {
    // kafkajs does not hear a stop while it joins; it would hold partitions that nobody reads.
    if (steps.closed()) void consumer.disconnect().catch(() => {}); // Then it had left.
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) steps.close(payload.error);
  });

  async function begin(partitions: readonly TopicPartition[]): Promise<void> {
    const assignment = await assigned(partitions);
    if (!assignment) return;
    const startAt = (from: TopicOffset): void => assignment.startAt(from);
    const isCurrent = (): boolean => share.latest === partitions;
    if (!(await steps.give({ kind: 'assigned', partitions, startAt, isCurrent }))) return;
    for (const lost of assignment.lost()) await steps.give({ kind: 'lost', ...lost });
    // Meanwhile the group may have shared out anew; then that one goes on.
    if (!isCurrent()) return;
    for (const { topic, partition, offset } of assignment.starts()) {
      consumer.seek({ topic, partition, offset: String(offset) });
      consumer.resume([{ topic, partitions: [partition] }]);
    }
  }

  /** Asks until it is answered: a broker may go away right after the group has formed. */
  async function assigned(partitions: readonly TopicPartition[]): Promise<Assignment | undefined> {
    while (share.latest === partitions && !steps.closed()) {
      try {
        return await owned.assign(partitions);
      } catch {
        await sleep(ASK_AGAIN_MS);
      }
    }
    return undefined;
  }
}

interface Passing {
  owned: Owned;
  steps: Steps;
  heartbeatMs: number;
  clock: BrokerClock;
  now: () => number;
}

/** Hands a batch over and stays a member of the group while it is dealt with, however long that takes. */
async function pass({ batch, heartbeat, resolveOffset, isRunning, isStale }: EachBatchPayload, to: Passing) {
  if (!isRunning() || isStale()) return;
  const { topic, partition } = batch;
  const deliveries = deliveriesOf(batch);
  const last = deliveries.at(-1);
  if (!last) return;
  to.clock.seen(`${topic}/${partition}`, last.observedTime, to.now());
  // What the broker keeps for itself at the end, such as the mark of a transaction, has been read with it.
  const next = Number(batch.lastOffset()) + 1;
  let refused: { error: unknown } | undefined;
  const beat = (): void =>
    void heartbeat().catch((error: unknown) => {
      refused ??= { error };
    });
  const beating = setInterval(beat, to.heartbeatMs);
  try {
    if (!(await to.steps.give({ kind: 'batch', topic, partition, deliveries, next }))) return;
  } finally {
    clearInterval(beating);
  }
  to.owned.dealtWith({ topic, partition, offset: next }, last.observedTime);
  resolveOffset(last.offset.toString());
  // The group waits for this member to join again: only now that nothing is in its hands.
  if (refused) throw refused.error;
}

function deliveriesOf({ topic, partition, messages }: Batch): KafkaDelivery[] {
  return messages.map((message) => {
    const { offset, timestamp, key, value } = message;
    const unreadable = unreadableReason(message);
    return {
      position: `${topic}/${partition}@${offset}`,
      offset: Number(offset),
      observedTime: Number(timestamp),
      key,
      body: value ?? EMPTY,
      ...(unreadable !== undefined && { unreadable }),
    };
  });
}

const EMPTY = new Uint8Array();

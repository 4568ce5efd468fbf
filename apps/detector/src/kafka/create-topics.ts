import { setTimeout as sleep } from 'node:timers/promises';
import type { DoorTopic } from '@mortsafe/sources/kafka';
import type { Admin, ITopicConfig, Kafka } from 'kafkajs';
import type { TopicNames } from './topics.ts';

export interface CreateTopicsOptions {
  kafka: Kafka;
  doors: readonly DoorTopic[];
  topics: TopicNames;
  /** Of doors, `mortsafe.agent-events` and `mortsafe.state`. Kept for good: fleets are found by it. */
  partitions: number;
  /** Default the brokers' own. */
  replicationFactor?: number;
}

const SERVED_MS_MAX = 30_000;
const ASK_AGAIN_MS = 100;
const FOR_EVER = '-1';
/** What is written here is cut into less than that, whatever the brokers' own bound is. */
const MESSAGE_BYTES_MAX = 1_048_588;
const DAY_MS = 86_400_000;
const BROKERS_OWN = -1;

/**
 * Makes the topics that are missing, with the settings they need; those that are there stay as they are.
 *
 * @returns The names of those it made.
 * @throws kafkajs's error, such as that this is not permitted.
 */
export async function createMissingTopics(options: CreateTopicsOptions): Promise<string[]> {
  const admin = options.kafka.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = wantedTopics(options).filter(({ topic }) => !existing.has(topic));
    const names = missing.map(({ topic }) => topic);
    if (names.length > 0) {
      await admin.createTopics({ topics: missing, waitForLeaders: false });
      await served(admin, names);
    }
    return names;
  } finally {
    await admin.disconnect();
  }
}

/** A broker says that it made a topic a little before it serves it. */
async function served(admin: Admin, topics: readonly string[]): Promise<void> {
  const deadline = performance.now() + SERVED_MS_MAX;
  for (;;) {
    try {
      for (const topic of topics) await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(ASK_AGAIN_MS);
    }
  }
}

/** Every topic that the detector reads or writes, as it has to be. */
export function wantedTopics(options: Omit<CreateTopicsOptions, 'kafka'>): ITopicConfig[] {
  const { doors, topics, partitions, replicationFactor = BROKERS_OWN } = options;
  const topic = (name: string, settings: Record<string, string>, count = partitions): ITopicConfig => ({
    topic: name,
    numPartitions: count,
    replicationFactor,
    configEntries: Object.entries({ ...settings, 'max.message.bytes': String(MESSAGE_BYTES_MAX) }).map(
      ([key, value]) => ({ name: key, value }),
    ),
  });
  const ownTime = { 'message.timestamp.type': 'LogAppendTime' };
  const door = { ...ownTime, 'compression.type': 'uncompressed' };
  return [
    ...doors.map(({ topic: name }) =>
      // From it alone the kills in force can be told: it is neither compacted nor cut.
      topic(name, name === topics.control ? { ...door, 'retention.ms': FOR_EVER } : door),
    ),
    topic(topics.agentEvents, door),
    topic(topics.state, { 'cleanup.policy': 'compact', 'max.compaction.lag.ms': String(DAY_MS) }),
    topic(topics.findings, { 'retention.ms': String(30 * DAY_MS) }),
    ...(topics.ocsf === undefined ? [] : [topic(topics.ocsf, { 'retention.ms': String(30 * DAY_MS) })]),
    topic(topics.timelines, { 'retention.ms': String(7 * DAY_MS) }),
    topic(topics.acts, { 'cleanup.policy': 'compact' }),
    topic(topics.orders, { 'cleanup.policy': 'compact' }),
    topic(topics.fleet, { 'cleanup.policy': 'compact' }, 1),
    topic(topics.rejected, { 'retention.ms': String(7 * DAY_MS) }, 1),
  ];
}

import type { AgentEvent, Policy } from '@mortsafe/agent-events';
import { encodeEvents, encodeProgress } from '@mortsafe/agent-events/codec';
import {
  createBrokerClock,
  type DecodeDoor,
  type DoorTopic,
  doorDecoder,
  type KafkaMessage,
  type KafkaReader,
  type KafkaWriter,
  kafkaReader,
  openKafkaWriter,
  type ReaderStep,
  rejectedMessage,
  type TopicOffset,
} from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';
import type { DetectorWatch } from '../operations/detector-watch.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { GroupNames, TopicNames } from './topics.ts';

export interface RouteStepOptions {
  kafka: Kafka;
  doors: readonly DoorTopic[];
  policy: Policy;
  topics: TopicNames;
  groups: GroupNames;
  /** One sentence for the operator. */
  notice(text: string): void;
  /** Default 200. */
  progressEveryMs?: number;
  /** Default 1,000. */
  commitEveryMs?: number;
  /** Default 30,000. */
  sessionTimeoutMs?: number;
  /** Epoch milliseconds. Default `Date.now`. */
  now?: () => number;
  watch?: DetectorWatch;
}

const PROGRESS_EVERY_MS = 200;
const COMMIT_EVERY_MS = 1_000;

/**
 * The route step: reads all doors as a member of a group, gives what enters the door's origin and the broker's time,
 * and writes it by fleet to `mortsafe.agent-events`, with how far the doors have been read. What lies between the last
 * commit and a crash is written again, with the same ids and times, and is taken once.
 */
export async function runRouteStep(options: RouteStepOptions, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { kafka, doors, groups, notice, now = Date.now } = options;
  const clock = createBrokerClock();
  const partitions = await partitionsOf(kafka, options.topics.agentEvents);
  const writer = await openKafkaWriter({ kafka, clock, now });
  const reader = kafkaReader({
    kafka,
    groupId: groups.route,
    topics: doors.map(({ topic }) => topic),
    clock,
    now,
    ...(options.sessionTimeoutMs !== undefined && { sessionTimeoutMs: options.sessionTimeoutMs }),
  });
  const line: Line = {
    options,
    reader,
    writer,
    decode: doorDecoder(doors, options.policy),
    done: new Map(),
    partitions,
  };
  const stopped = new AbortController();
  const alone = oneAtATime();
  const leave = (): void =>
    void alone(() => commit(line))
      .catch(() => {}) // It is read again, and written again under the same ids.
      .finally(() => stopped.abort());
  signal.addEventListener('abort', leave, { once: true });
  const stopClock = keepProgress(line);
  let committedAt = performance.now();
  try {
    for await (const step of reader.read(stopped.signal)) {
      await alone(async () => {
        if (signal.aborted) return;
        if (step.kind === 'assigned') assigned(step, line);
        else if (step.kind === 'batch') await route(step, line);
        else
          notice(
            `${step.topic}/${step.partition}: retention took offsets ${step.from} to ${step.to - 1} unread`,
          );
        if (performance.now() - committedAt < (options.commitEveryMs ?? COMMIT_EVERY_MS)) return;
        await commit(line);
        committedAt = performance.now();
      });
    }
  } finally {
    signal.removeEventListener('abort', leave);
    await stopClock();
    options.watch?.left?.('route');
    await writer.close();
  }
}

interface Line {
  options: RouteStepOptions;
  reader: KafkaReader;
  writer: KafkaWriter;
  decode: DecodeDoor;
  /** What has been written and not been committed. */
  done: Map<string, TopicOffset>;
  /** Of `mortsafe.agent-events`. */
  partitions: readonly number[];
}

type Step<Kind extends ReaderStep['kind']> = Extract<ReaderStep, { kind: Kind }>;

function assigned({ partitions }: Step<'assigned'>, { options, done }: Line): void {
  const names = partitions.map(({ topic, partition }) => `${topic}/${partition}`).sort();
  for (const name of done.keys()) if (!names.includes(name)) done.delete(name);
  options.notice(`reads ${names.length === 0 ? 'no door' : names.join(', ')}`);
  options.watch?.joined?.('route', partitions);
}

async function route(step: Step<'batch'>, { options, writer, decode, done }: Line): Promise<void> {
  const { topics, now = Date.now, watch } = options;
  const { topic, partition, next } = step;
  const byFleet = new Map<string, AgentEvent[]>();
  const messages: KafkaMessage[] = [];
  let count = 0;
  for (const delivery of step.deliveries) {
    const { events, rejections } = decode(topic, delivery);
    for (const event of events) {
      const fleet = byFleet.get(event.fleet);
      if (fleet) fleet.push(event);
      else byFleet.set(event.fleet, [event]);
    }
    count += events.length;
    for (const rejection of rejections) {
      messages.push(rejectedMessage(rejection, now(), topics.rejected));
      watch?.rejected?.(rejection.reason, topic);
    }
  }
  for (const [fleet, events] of byFleet) {
    for (const value of encodeEvents(fleet, events)) {
      messages.push({ topic: topics.agentEvents, key: fleet, value });
    }
  }
  if (messages.length > 0) await writer.write(messages);
  done.set(`${topic}/${partition}`, { topic, partition, offset: next });
  watch?.routed?.(count, topic);
}

async function commit({ reader, done }: Line): Promise<void> {
  if (done.size === 0) return;
  await reader.commit([...done.values()]);
  done.clear();
}

/** Writes how far the doors have been read into every partition, one at a time. Resolves once nothing is being written. */
function keepProgress({ options, reader, writer, partitions }: Line): () => Promise<void> {
  let running: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    const stands = await reader.progress();
    options.watch?.stands?.('route', stands);
    const doors = stands.flatMap(({ topic, partition, partitions: of, readUpTo }) =>
      readUpTo === undefined ? [] : { door: topic, partition, partitions: of, readUpTo },
    );
    if (doors.length === 0) return;
    const value = encodeProgress(doors);
    const topic = options.topics.agentEvents;
    await writer.write(partitions.map((partition) => ({ topic, partition, value })));
  };
  const timer = setInterval(() => {
    running ??= write()
      .catch(() => {}) // Nobody knows how far the doors have been read: time stands still.
      .finally(() => {
        running = undefined;
      });
  }, options.progressEveryMs ?? PROGRESS_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function partitionsOf(kafka: Kafka, topic: string): Promise<number[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return (topics[0]?.partitions ?? []).map(({ partitionId }) => partitionId);
  } finally {
    await admin.disconnect();
  }
}

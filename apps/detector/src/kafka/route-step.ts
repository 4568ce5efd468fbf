import type { AgentEvent, Policy } from '@mortsafe/agent-events';
import { type DoorsClosed, encodeEvents } from '@mortsafe/agent-events/codec';
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
import { keepProgress, type Looked } from './keep-progress.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { readSpread, type Spread } from './spread.ts';
import type { GroupNames, TopicNames } from './topics.ts';

export interface RouteStepOptions {
  kafka: Kafka;
  doors: readonly DoorTopic[];
  policy: Policy;
  topics: TopicNames;
  groups: GroupNames;
  /** One sentence for the operator. */
  notice(text: string): void;
  /** While nothing is read; else more often. Default 200. */
  progressEveryMs?: number;
  /** Where no broker took anything for so long, the doors were closed, and nobody is missed. Default 5,000. */
  closedAfterMs?: number;
  /** Of whoever ran before in this process. Default nobody. */
  looked?: Looked;
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
const CLOSED_AFTER_MS = 5_000;

/**
 * The route step: reads all doors as a member of a group, gives what enters the door's origin and the broker's time,
 * and writes it by fleet to `mortsafe.agent-events`, with how far the doors have been read. What lies between the last
 * commit and a crash is written again, with the same ids and times, and is taken once.
 */
export async function runRouteStep(options: RouteStepOptions, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { kafka, doors, groups, notice, now = Date.now } = options;
  const clock = createBrokerClock();
  const spread = await readSpread(kafka, options.topics);
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
    spread,
    told: new Set(),
  };
  const stopped = new AbortController();
  const alone = oneAtATime();
  const leave = (): void =>
    void alone(() => commit(line))
      .catch(() => {}) // It is read again, and written again under the same ids.
      .finally(() => stopped.abort());
  signal.addEventListener('abort', leave, { once: true });
  const progress = keepProgress({
    ...{ kafka, reader, writer, clock, now, partitions: spread.partitions },
    doors: doors.map(({ topic }) => topic),
    agentEvents: options.topics.agentEvents,
    everyMs: options.progressEveryMs ?? PROGRESS_EVERY_MS,
    closedAfterMs: options.closedAfterMs ?? CLOSED_AFTER_MS,
    looked: options.looked ?? {},
    stands: (stands) => options.watch?.stands?.('route', stands),
    closed: (closed) => notice(closedSentence(closed)),
  });
  let committedAt = performance.now();
  try {
    for await (const step of reader.read(stopped.signal)) {
      await alone(async () => {
        if (signal.aborted) return;
        if (step.kind === 'assigned') assigned(step, line);
        else if (step.kind === 'batch') {
          await route(step, line);
          progress.soon();
        } else
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
    await progress.stop();
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
  spread: Spread;
  /** What the operator has been told and need not be told again. */
  told: Set<string>;
}

type Step<Kind extends ReaderStep['kind']> = Extract<ReaderStep, { kind: Kind }>;

function assigned({ partitions }: Step<'assigned'>, { options, done }: Line): void {
  const names = partitions.map(({ topic, partition }) => `${topic}/${partition}`).sort();
  for (const name of done.keys()) if (!names.includes(name)) done.delete(name);
  options.notice(`reads ${names.length === 0 ? 'no door' : names.join(', ')}`);
  options.watch?.joined?.('route', partitions);
}

async function route(step: Step<'batch'>, line: Line): Promise<void> {
  const { options, writer, decode, done, spread } = line;
  const { topics, now = Date.now, watch } = options;
  const { topic, partition, next } = step;
  const byFleet = new Map<string, AgentEvent[]>();
  const messages: KafkaMessage[] = [];
  const entered = [];
  for (const delivery of step.deliveries) {
    if (delivery.unreadable !== undefined)
      tellOnce(`messages of ${topic} are rejected: ${delivery.unreadable}`, line);
    const decoded = decode(topic, delivery);
    entered.push(decoded);
    for (const event of decoded.events) {
      const fleet = byFleet.get(event.fleet);
      if (fleet) fleet.push(event);
      else byFleet.set(event.fleet, [event]);
    }
    for (const rejection of decoded.rejections) {
      messages.push(rejectedMessage(rejection, now(), topics.rejected));
    }
  }
  for (const [fleet, events] of byFleet) {
    const at = { topic: topics.agentEvents, partition: spread.partitionOf(fleet) };
    for (const value of encodeEvents(fleet, events)) {
      messages.push({ ...at, key: fleet, value });
    }
  }
  if (messages.length > 0) await writer.write(messages);
  done.set(`${topic}/${partition}`, { topic, partition, offset: next });
  watch?.entered?.(
    {
      events: entered.flatMap(({ events }) => events),
      rejections: entered.flatMap(({ rejections }) => rejections),
      drops: entered.flatMap(({ drops }) => drops),
    },
    topic,
    partition,
  );
}

async function commit({ reader, done }: Line): Promise<void> {
  if (done.size === 0) return;
  await reader.commit([...done.values()]);
  done.clear();
}

function tellOnce(text: string, { options, told }: Line): void {
  if (told.has(text)) return;
  told.add(text);
  options.notice(text);
}

function closedSentence({ from, to }: DoorsClosed): string {
  const [began, ended] = [from, to].map((time) => new Date(time).toISOString());
  const seconds = ((to - from) / 1_000).toFixed(1);
  return `no door was open from ${began} to ${ended} (${seconds} s): silence is counted afresh from there`;
}

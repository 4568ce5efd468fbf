import { type AgentEvent, emptyPolicy, parseReport, serialiseAgentEvent } from '@mortsafe/agent-events';
import { rules } from '@mortsafe/rules';
import { createKafka, defaultDoorTopics, type KafkaWriter, openKafkaWriter } from '@mortsafe/sources/kafka';
import type { Broker } from '@mortsafe/testing/kafka';
import type { Kafka } from 'kafkajs';
import { createMissingTopics } from '../kafka/create-topics.ts';
import { type KafkaDetectorOptions, runKafkaDetector } from '../kafka/kafka-detector.ts';
import { readToEnd } from '../kafka/read-to-end.ts';
import { defaultTopicNames } from '../kafka/topics.ts';

/** A line over Kafka with doors, topics and groups of its own, so that one broker serves many tests. */
export interface KafkaLine {
  kafka: Kafka;
  doors: typeof defaultDoorTopics;
  topics: typeof defaultTopicNames;
  /** What the detectors said, oldest first. */
  notices: string[];
  /** Starts a detector; the function stops it and resolves once it is at rest. */
  detector(changes?: Partial<KafkaDetectorOptions>): () => Promise<void>;
  /** Writes events by the door of their origin; agents' as JSON of OTLP where `otlp` makes it, else as events. */
  write(origin: AgentEvent['origin'], events: readonly AgentEvent[]): Promise<void>;
  writer: KafkaWriter;
  /** What stands in the topic of findings: `rule subject` by id, of each the newest revision. */
  findings(): Promise<Map<string, { rule: string; subject: string | null; revision: number }>>;
  /** As sentences, sorted. */
  found(): Promise<string[]>;
  close(): Promise<void>;
}

const SESSION_MS = 6_000;

/** Makes the topics of a line and all it takes to watch it. */
export async function openKafkaLine(broker: Broker, name: string, partitions = 4): Promise<KafkaLine> {
  const notices: string[] = [];
  const kafka = await createKafka({ brokers: broker.brokers, clientId: name }, () => {});
  const own = (topic: string): string => `${name}.${topic}`;
  const doors = defaultDoorTopics.map((door) => ({
    ...door,
    topic: own(door.topic),
    // What a test writes as the agents' is ours as JSON, by the second of their doors.
    format: door.topic === 'otlp_spans' ? ('events' as const) : door.format,
  }));
  const topics = Object.fromEntries(
    Object.entries(defaultTopicNames).map(([key, topic]) => [key, own(topic)]),
  ) as unknown as typeof defaultTopicNames;
  await createMissingTopics({ kafka, doors, topics, partitions, replicationFactor: 1 });
  const writer = await openKafkaWriter({ kafka });
  const groups = { route: `${name}-route`, detect: `${name}-detect` };
  const doorOf = { agent: own('otlp_spans'), platform: own('mortsafe.platform'), control: topics.control };

  const line: KafkaLine = {
    kafka,
    doors,
    topics,
    notices,
    writer,
    detector(changes) {
      const stopping = new AbortController();
      const running = runKafkaDetector(
        {
          ...{ kafka, step: 'both', doors, topics, groups, rules, sessionTimeoutMs: SESSION_MS },
          policy: { policy: emptyPolicy, hash: 'p' },
          notice: (text) => void notices.push(text),
          checkpointEveryMs: 1_000,
          ...changes,
        },
        stopping.signal,
      );
      return () => {
        stopping.abort();
        return running;
      };
    },
    write: (origin, events) =>
      writer.write(
        events.map((event) => ({ topic: doorOf[origin], value: Buffer.from(serialiseAgentEvent(event)) })),
      ),
    async findings() {
      const found: Awaited<ReturnType<KafkaLine['findings']>> = new Map();
      const groupId = `look-${crypto.randomUUID()}`;
      const take = ({ body }: { body: Uint8Array }): void => {
        const report = parseReport(Buffer.from(body).toString());
        if (report.kind !== 'finding') return;
        const { id, rule, subject, revision } = report.finding;
        if ((found.get(id)?.revision ?? 0) < revision) found.set(id, { rule, subject, revision });
      };
      await readToEnd({ kafka, groupId, topic: topics.findings, take }, AbortSignal.timeout(30_000));
      return found;
    },
    found: async () =>
      [...(await line.findings()).values()].map(({ rule, subject }) => `${rule} ${subject}`).sort(),
    close: () => writer.close(),
  };
  return line;
}

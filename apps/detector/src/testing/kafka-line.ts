import {
  type AgentEvent,
  defaultPolicyEntry,
  emptyPolicy,
  type Finding,
  type Policy,
  parseReport,
  serialiseAgentEvent,
} from '@mortsafe/agent-events';
import { rules } from '@mortsafe/rules';
import { createKafka, type DoorTopic, defaultDoorTopics, openKafkaWriter } from '@mortsafe/sources/kafka';
import type { Broker } from '@mortsafe/testing/kafka';
import { otlpProtobuf } from '@mortsafe/testing/otlp';
import type { Kafka } from 'kafkajs';
import { createMissingTopics } from '../kafka/create-topics.ts';
import { type KafkaDetectorOptions, runKafkaDetector } from '../kafka/kafka-detector.ts';
import { readToEnd } from '../kafka/read-to-end.ts';
import { defaultTopicNames, type GroupNames, type TopicNames } from '../kafka/topics.ts';

/** Doors on a broker, and writers to them. Several lines may read them. */
export interface Doors {
  broker: Broker;
  doors: DoorTopic[];
  control: string;
  /** Agents' go out as OTLP, many records a message and without a key; others as JSON. */
  write(origin: AgentEvent['origin'], events: readonly AgentEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** A line over Kafka with topics and groups of its own, so that one broker serves many tests. */
export interface KafkaLine {
  kafka: Kafka;
  names: LineNames;
  /** What its detectors said, oldest first. */
  notices: string[];
  /** Starts a detector; the function stops it and resolves once it is at rest. */
  detector(changes?: Partial<KafkaDetectorOptions>): () => Promise<void>;
  /** What was found: by id `rule subject`, of each the newest revision. */
  findings(): Promise<Map<string, string>>;
  /** As sentences, sorted. */
  found(): Promise<string[]>;
  /** `rule fleet/subject` of each, sorted. */
  foundWhere(): Promise<string[]>;
}

/** All that another process must know. */
export interface LineNames {
  brokers: string[];
  doors: DoorTopic[];
  topics: TopicNames;
  groups: GroupNames;
  pace?: Pace;
}

/** Faster than anybody would have it, so that a fault outlasts it soon. */
export interface Pace {
  sessionTimeoutMs: number;
  closedAfterMs: number;
  /** An agent that is silent for so long is missed. */
  gapMs: number;
}

export interface LineOptions {
  /** Default 4. */
  partitions?: number;
  pace?: Pace;
  /** By which its detectors reach the broker. Default the plain listener. */
  brokers?: string[];
}

const PARTITIONS = 4;
const SESSION_MS = 6_000;
const LOOK_MS_MAX = 30_000;

export async function openDoors(broker: Broker, of: string, partitions = 2): Promise<Doors> {
  const name = `${of}-doors`;
  const kafka = await createKafka({ brokers: broker.brokers, clientId: name }, () => {});
  const doors = defaultDoorTopics.map((door) => ({ ...door, topic: `${name}.${door.topic}` }));
  const topics = named(name);
  await createMissingTopics({ kafka, doors, topics, partitions, replicationFactor: 1 });
  const writer = await openKafkaWriter({ kafka });
  const json = (event: AgentEvent): Buffer => Buffer.from(serialiseAgentEvent(event));
  return {
    ...{ broker, doors, control: topics.control },
    write(origin, events) {
      if (origin === 'agent') {
        return writer.write([{ topic: `${name}.otlp_logs`, value: otlpProtobuf(events) }]);
      }
      const topic = origin === 'control' ? topics.control : `${name}.mortsafe.platform`;
      return writer.write(events.map((event) => ({ topic, key: event.fleet, value: json(event) })));
    },
    close: () => writer.close(),
  };
}

/** Makes the topics of a line behind doors. */
export async function openLine(
  { broker, doors, control }: Doors,
  name: string,
  { partitions = PARTITIONS, pace, brokers = broker.brokers }: LineOptions = {},
): Promise<KafkaLine> {
  const notices: string[] = [];
  const kafka = await createKafka({ brokers: broker.brokers, clientId: name }, () => {});
  const topics = { ...named(name), control };
  const groups = { route: `${name}-route`, detect: `${name}-detect` };
  await createMissingTopics({ kafka, doors, topics, partitions, replicationFactor: 1 });

  const newestOf = async (sentence: (finding: Finding) => string): Promise<Map<string, string>> => {
    const newest = new Map<string, { text: string; revision: number }>();
    const take = ({ body }: { body: Uint8Array }): void => {
      const report = parseReport(Buffer.from(body).toString());
      if (report.kind !== 'finding') throw new Error(`no finding: ${report.kind}`);
      const { id, revision } = report.finding;
      if ((newest.get(id)?.revision ?? 0) < revision)
        newest.set(id, { text: sentence(report.finding), revision });
    };
    const groupId = `look-${crypto.randomUUID()}`;
    await readToEnd({ kafka, groupId, topic: topics.findings, take }, AbortSignal.timeout(LOOK_MS_MAX));
    return new Map([...newest].map(([id, { text }]) => [id, text]));
  };

  const findings = () => newestOf(({ rule, subject }) => `${rule} ${subject}`);
  const names: LineNames = { brokers, doors, topics, groups, ...(pace && { pace }) };

  return {
    ...{ kafka, notices, findings, names },
    detector(changes) {
      const stopping = new AbortController();
      const notice = (text: string): void => void notices.push(text);
      const options = { ...lineOptions(kafka, names, notice), ...changes };
      const running = runKafkaDetector(options, stopping.signal);
      return () => {
        stopping.abort();
        return running;
      };
    },
    found: async () => [...(await findings()).values()].sort(),
    async foundWhere() {
      const found = await newestOf(({ rule, fleet, subject }) => `${rule} ${fleet}/${subject}`);
      return [...found.values()].sort();
    },
  };
}

/** A detector with every rule, and checkpoints in quick succession. */
export const lineOptions = (
  kafka: Kafka,
  { doors, topics, groups, pace }: LineNames,
  notice: (text: string) => void,
): KafkaDetectorOptions => ({
  ...{ kafka, doors, topics, groups, notice, rules, step: 'both' },
  policy: { policy: pace ? missingAfter(pace.gapMs) : emptyPolicy, hash: 'p' },
  checkpointEveryMs: 1_000,
  sessionTimeoutMs: pace?.sessionTimeoutMs ?? SESSION_MS,
  ...(pace && { closedAfterMs: pace.closedAfterMs }),
});

const missingAfter = (minimum: number): Policy => ({
  fleets: [{ ...defaultPolicyEntry, rules: { 'telemetry-gap': { enabled: true, limits: { minimum } } } }],
});

const named = (name: string): TopicNames =>
  Object.fromEntries(
    Object.entries(defaultTopicNames).map(([key, topic]) => [key, `${name}.${topic}`]),
  ) as unknown as TopicNames;

import { resolve } from 'node:path';
import {
  defaultGroupNames,
  defaultTopicNames,
  type GroupNames,
  type TopicNames,
} from '@mortsafe/detector/kafka';
import {
  type DoorTopic,
  defaultDoorTopics,
  type KafkaSettings,
  parseKafkaSettings,
} from '@mortsafe/sources/kafka';
import { CannotRun } from '../io.ts';
import type { KafkaConfig } from './kafka-config.ts';
import { fetchSecret } from './secret.ts';
import { type CommandLine, readConfig } from './settings.ts';

/** How Kafka is reached, and what is called how there. */
export interface KafkaLocation {
  settings: KafkaSettings;
  doors: readonly DoorTopic[];
  topics: TopicNames;
  groups: GroupNames & { soc: string };
  partitions: number;
  replicationFactor: number | undefined;
  sessionTimeoutMs: number | undefined;
}

/** What the command line says; it wins over the environment, and that over the file. */
export interface KafkaOptions extends Pick<CommandLine, 'config'> {
  /** `host:port`, with commas between them. */
  brokers?: string;
}

type Env = NodeJS.ProcessEnv;

/**
 * Puts together what the command line, the environment (`MORTSAFE_KAFKA_…`), the file and the defaults say.
 *
 * @throws {CannotRun} Something of it is missing or unfit, with what and where; never with a secret.
 */
export function kafkaLocation(options: KafkaOptions, { cwd, env }: { cwd: string; env: Env }): KafkaLocation {
  const { file, directory, read } = readConfig(options, cwd);
  const given: Partial<KafkaConfig> = read.kafka ?? {};
  const brokers = options.brokers ?? env.MORTSAFE_KAFKA_BROKERS;
  const parsed = parseKafkaSettings({
    brokers: brokers === undefined ? (given.brokers ?? []) : brokers.split(',').map((each) => each.trim()),
    clientId: given.clientId ?? env.MORTSAFE_KAFKA_CLIENT_ID ?? 'mortsafe',
    tls: tlsOf(given, env, directory),
    sasl: saslOf(given, env, { file, directory }),
  });
  if (parsed.kind === 'refused') {
    const none = brokers === undefined && given.brokers === undefined;
    throw new CannotRun(
      none
        ? 'which Kafka? --brokers host:port, MORTSAFE_KAFKA_BROKERS, or kafka.brokers in the configuration'
        : `kafka: ${parsed.problems.join('; ')}`,
    );
  }
  const doors = given.doors?.map(doorOf) ?? defaultDoorTopics;
  return {
    settings: parsed.settings,
    doors,
    topics: { ...defaultTopicNames, ...defined(given.topics), control: controlDoor(doors, file) },
    groups: { ...defaultGroupNames, soc: 'mortsafe-soc', ...defined(given.groups) },
    partitions: given.partitions ?? 8,
    replicationFactor: given.replicationFactor,
    sessionTimeoutMs: given.sessionTimeoutMs,
  };
}

function doorOf({
  topic,
  origin,
  format,
  fleets,
  agent,
}: NonNullable<KafkaConfig['doors']>[number]): DoorTopic {
  const pass = { origin, ...(fleets && { fleets }), ...(agent !== undefined && { sender: agent }) };
  return { topic, format, pass };
}

function controlDoor(doors: readonly DoorTopic[], file: string): string {
  const door = doors.find(({ pass, format }) => pass.origin === 'control' && format === 'events');
  if (door) return door.topic;
  throw new CannotRun(`${file}: kafka.doors has no door of origin control and format events`);
}

function tlsOf({ tls }: Partial<KafkaConfig>, env: Env, directory: string): object | undefined {
  const files = {
    caFile: tls?.caFile ?? env.MORTSAFE_KAFKA_CA_FILE,
    certFile: tls?.certFile ?? env.MORTSAFE_KAFKA_CERT_FILE,
    keyFile: tls?.keyFile ?? env.MORTSAFE_KAFKA_KEY_FILE,
  };
  const named = Object.entries(files).flatMap(([key, path]) =>
    path ? [[key, resolve(directory, path)]] : [],
  );
  return tls || named.length > 0 || env.MORTSAFE_KAFKA_TLS === 'true' ? Object.fromEntries(named) : undefined;
}

function saslOf(
  { sasl }: Partial<KafkaConfig>,
  env: Env,
  { file, directory }: { file: string; directory: string },
): object | undefined {
  if (sasl?.mechanism === 'oauthbearer') return { ...sasl, tokenFile: resolve(directory, sasl.tokenFile) };
  if (sasl) {
    const fetched = fetchSecret(sasl.password, env, directory);
    if (fetched.kind === 'missing') throw new CannotRun(`${file}: ${fetched.reason}`);
    return { ...sasl, password: fetched.secret };
  }
  const mechanism = env.MORTSAFE_KAFKA_SASL_MECHANISM;
  if (mechanism === undefined) return undefined;
  if (mechanism === 'oauthbearer') {
    return { mechanism, tokenFile: resolve(directory, env.MORTSAFE_KAFKA_TOKEN_FILE ?? '') };
  }
  return { mechanism, username: env.MORTSAFE_KAFKA_USERNAME, password: env.MORTSAFE_KAFKA_PASSWORD };
}

/** Without what is not there: it must not hide a default. */
const defined = <Names extends object>(names: Names = {} as Names): { [Key in keyof Names]?: string } =>
  Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined)) as never;

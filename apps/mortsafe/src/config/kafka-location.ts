import { resolve } from 'node:path';
import { CANARY_FLEET } from '@mortsafe/agent-events';
import type { OcsfVersion } from '@mortsafe/agent-events/ocsf';
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
  /** Of what is written to `topics.ocsf`, where that is named. */
  ocsfVersion: OcsfVersion;
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
  const { file, directory, read } = readConfig(options, { cwd, env });
  const given: Partial<KafkaConfig> = read.kafka ?? {};
  const brokers = options.brokers;
  const parsed = parseKafkaSettings({
    brokers: brokers === undefined ? (given.brokers ?? []) : brokers.split(',').map((each) => each.trim()),
    clientId: given.clientId ?? 'mortsafe',
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
    ocsfVersion: given.ocsfVersion ?? '1.8.0',
  };
}

function doorOf({
  topic,
  origin,
  format,
  fleets,
  agent,
}: NonNullable<KafkaConfig['doors']>[number]): DoorTopic {
  // The canary must get in wherever anybody does.
  const pass = {
    origin,
    ...(fleets && { fleets: [...fleets, CANARY_FLEET] }),
    ...(agent !== undefined && { sender: agent }),
  };
  return { topic, format, pass };
}

function controlDoor(doors: readonly DoorTopic[], file: string): string {
  const door = doors.find(({ pass, format }) => pass.origin === 'control' && format === 'events');
  if (door) return door.topic;
  throw new CannotRun(`${file}: kafka.doors has no door of origin control and format events`);
}

function tlsOf({ tls }: Partial<KafkaConfig>, env: Env, directory: string): object | undefined {
  if (!tls) return env.MORTSAFE_KAFKA_TLS === 'true' ? {} : undefined;
  return Object.fromEntries(
    Object.entries(tls).flatMap(([key, path]) => (path ? [[key, resolve(directory, path)]] : [])),
  );
}

function saslOf(
  { sasl }: Partial<KafkaConfig>,
  env: Env,
  { file, directory }: { file: string; directory: string },
): object | undefined {
  const mechanism = env.MORTSAFE_KAFKA_SASL_MECHANISM ?? sasl?.mechanism;
  if (mechanism === undefined) return undefined;
  if (mechanism === 'oauthbearer') {
    const written = sasl && 'tokenFile' in sasl ? sasl.tokenFile : '';
    return { mechanism, tokenFile: resolve(directory, env.MORTSAFE_KAFKA_TOKEN_FILE ?? written) };
  }
  const written = sasl && 'password' in sasl ? sasl : undefined;
  const username = env.MORTSAFE_KAFKA_USERNAME ?? written?.username;
  if (env.MORTSAFE_KAFKA_PASSWORD !== undefined || !written) {
    return { mechanism, username, password: env.MORTSAFE_KAFKA_PASSWORD };
  }
  const fetched = fetchSecret(written.password, env, directory);
  if (fetched.kind === 'missing') throw new CannotRun(`${file}: ${fetched.reason}`);
  return { mechanism, username, password: fetched.secret };
}

/** Without what is not there: it must not hide a default. */
const defined = <Names extends object>(names: Names = {} as Names): { [Key in keyof Names]?: string } =>
  Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined)) as never;

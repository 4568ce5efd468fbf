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
import { type KafkaConfig, kafkaConfig } from './kafka-config.ts';
import { readConfig } from './read-config.ts';
import { fetchSecret } from './secret.ts';
import type { CommandLine } from './settings.ts';
import { withoutAbsent } from './without-absent.ts';

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
  const given = read.kafka ?? kafkaConfig.parse({});
  const brokers = options.brokers;
  const parsed = parseKafkaSettings({
    brokers: brokers === undefined ? (given.brokers ?? []) : brokers.split(',').map((each) => each.trim()),
    clientId: given.clientId ?? 'mortsafe',
    tls: tlsOf(given, env, directory),
    sasl: saslOf(given, { cwd, env }, { file, directory }),
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
    topics: { ...defaultTopicNames, ...withoutAbsent(given.topics), control: controlDoor(doors, file) },
    groups: { ...defaultGroupNames, soc: 'mortsafe-soc', ...withoutAbsent(given.groups) },
    partitions: given.partitions,
    replicationFactor: given.replicationFactor,
    sessionTimeoutMs: given.sessionTimeoutMs,
    ocsfVersion: given.ocsfVersion,
  };
}

function doorOf(door: NonNullable<KafkaConfig['doors']>[number]): DoorTopic {
  const { topic, origin, format, fleets, agent } = door;
  // The canary must get in wherever anybody does.
  const withCanary = fleets && [...fleets, CANARY_FLEET];
  return { topic, format, pass: withoutAbsent({ origin, fleets: withCanary, sender: agent }) };
}

function controlDoor(doors: readonly DoorTopic[], file: string): string {
  const door = doors.find(({ pass, format }) => pass.origin === 'control' && format === 'events');
  if (door) return door.topic;
  throw new CannotRun(`${file}: kafka.doors has no door of origin control and format events`);
}

function tlsOf({ tls }: KafkaConfig, env: Env, directory: string): object | undefined {
  if (!tls) return env.MORTSAFE_KAFKA_TLS === 'true' ? {} : undefined;
  return Object.fromEntries(
    Object.entries(tls).flatMap(([key, path]) => (path ? [[key, resolve(directory, path)]] : [])),
  );
}

function saslOf(
  { sasl }: KafkaConfig,
  { cwd, env }: { cwd: string; env: Env },
  { file, directory }: { file: string; directory: string },
): object | undefined {
  // Empty says nothing, as with every variable.
  const mechanism = env.MORTSAFE_KAFKA_SASL_MECHANISM || sasl?.mechanism;
  if (mechanism === undefined) return undefined;
  if (mechanism === 'oauthbearer') {
    const given = env.MORTSAFE_KAFKA_TOKEN_FILE;
    if (given) return { mechanism, tokenFile: resolve(cwd, given) };
    return {
      mechanism,
      ...(sasl && 'tokenFile' in sasl && { tokenFile: resolve(directory, sasl.tokenFile) }),
    };
  }
  const written = sasl && 'password' in sasl ? sasl : undefined;
  const username = env.MORTSAFE_KAFKA_USERNAME || written?.username;
  const password = env.MORTSAFE_KAFKA_PASSWORD;
  if (password || !written) return { mechanism, username, password };
  const fetched = fetchSecret(written.password, env, directory);
  if (fetched.kind === 'missing') throw new CannotRun(`${file}: ${fetched.reason}`);
  return { mechanism, username, password: fetched.secret };
}

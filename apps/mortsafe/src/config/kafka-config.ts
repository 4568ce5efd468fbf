import { ocsfVersions } from '@mortsafe/agent-events/ocsf/versions';
import { sensorDialectNames } from '@mortsafe/sources/sensor-dialect-names';
import { z } from 'zod';
import { secretSource } from './secret.ts';
import { glob } from './terms.ts';

const TOPIC_CHARS_MAX = 249;
const PARTITIONS_MAX = 1_000;
const DOORS_MAX = 100;

const topic = z
  .string()
  .max(TOPIC_CHARS_MAX)
  .regex(/^[\w.-]+$/, 'a topic has letters, digits, dots, underscores and dashes');
const group = z.string().min(1).max(TOPIC_CHARS_MAX);
const text = z.string().min(1).max(4_096);

const password = { username: text, password: secretSource };
const sasl = z.discriminatedUnion('mechanism', [
  z.strictObject({ mechanism: z.literal('plain'), ...password }),
  z.strictObject({ mechanism: z.literal('scram-sha-256'), ...password }),
  z.strictObject({ mechanism: z.literal('scram-sha-512'), ...password }),
  z.strictObject({ mechanism: z.literal('oauthbearer'), tokenFile: text }),
]);

const sensorFormats = sensorDialectNames.map((name) => `sensors ${name}` as const);

/** A topic by which events enter. Whoever may write there speaks as its origin: give permits accordingly. */
const door = z
  .strictObject({
    topic,
    origin: z.enum(['agent', 'platform', 'control']),
    /** `sensors`: in whatever words each record is; `sensors falco` and the like: in those alone. */
    format: z.enum(['otlp logs', 'otlp spans', 'events', 'sensors', ...sensorFormats]),
    /** Globs of the fleets it may speak for. Default all. */
    fleets: z.array(glob).min(1).max(100).optional(),
    /** The one agent that may write there. */
    agent: z.string().min(1).max(256).optional(),
  })
  .refine(({ origin, format }) => origin === 'platform' || !format.startsWith('sensors'), {
    error: 'sensors speak as the platform: origin must be platform',
    path: ['origin'],
  });

/** `kafka` in `mortsafe.yaml`. */
export const kafkaConfig = z.strictObject({
  brokers: z.array(text).min(1).max(100).optional(),
  clientId: text.optional(),
  tls: z
    .strictObject({ caFile: text.optional(), certFile: text.optional(), keyFile: text.optional() })
    .optional(),
  sasl: sasl.optional(),
  doors: z.array(door).min(1).max(DOORS_MAX).optional(),
  topics: z
    .strictObject({
      agentEvents: topic.optional(),
      state: topic.optional(),
      findings: topic.optional(),
      acts: topic.optional(),
      orders: topic.optional(),
      fleet: topic.optional(),
      timelines: topic.optional(),
      /** Findings once more, as OCSF Detection Findings. Default none. */
      ocsf: topic.optional(),
      rejected: topic.optional(),
    })
    .prefault({}),
  /** Of the schema that `topics.ocsf` speaks. */
  ocsfVersion: z.enum(ocsfVersions).default(ocsfVersions[0]),
  groups: z
    .strictObject({ route: group.optional(), detect: group.optional(), soc: group.optional() })
    .prefault({}),
  /** Of topics that `--create-topics` makes. Choose for years: it bounds how many detectors share the work. */
  partitions: z.int().min(1).max(PARTITIONS_MAX).default(8),
  /** Of topics that `--create-topics` makes. Default the brokers' own. */
  replicationFactor: z.int().min(1).max(16).optional(),
  /** A detector that is silent for so long loses its partitions to the others. */
  sessionTimeoutMs: z.int().min(1_000).max(300_000).optional(),
});
export type KafkaConfig = z.infer<typeof kafkaConfig>;

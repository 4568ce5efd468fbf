import { z } from 'zod';

const NAME_CHARS_MAX = 249;
const BROKERS_MAX = 100;

const name = z.string().min(1).max(NAME_CHARS_MAX);
const file = z.string().min(1).max(4_096);
const secret = z.string().min(1).max(16_384);

const tls = z
  .strictObject({
    /** PEM. Default the authorities that Node knows. */
    caFile: file.optional(),
    /** PEM; the broker knows the client by it. */
    certFile: file.optional(),
    keyFile: file.optional(),
  })
  .refine(({ certFile, keyFile }) => (certFile === undefined) === (keyFile === undefined), {
    message: 'certFile and keyFile belong together',
  });

const password = { username: name, password: secret };
const sasl = z.discriminatedUnion('mechanism', [
  z.strictObject({ mechanism: z.literal('plain'), ...password }),
  z.strictObject({ mechanism: z.literal('scram-sha-256'), ...password }),
  z.strictObject({ mechanism: z.literal('scram-sha-512'), ...password }),
  /** The file is read anew for every connection, for whoever renews the token. */
  z.strictObject({ mechanism: z.literal('oauthbearer'), tokenFile: file }),
]);

/** How to reach Kafka, and as whom. */
export const kafkaSettingsSchema = z
  .strictObject({
    /** `host:port` */
    brokers: z
      .array(z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'must be host:port'))
      .min(1)
      .max(BROKERS_MAX),
    clientId: name.default('mortsafe'),
    tls: tls.optional(),
    sasl: sasl.optional(),
  })
  .refine((given) => given.tls || !['plain', 'oauthbearer'].includes(given.sasl?.mechanism ?? ''), {
    message: 'plain and oauthbearer show their secret to everybody on the way: they need tls',
    path: ['sasl'],
  });

export type KafkaSettings = z.infer<typeof kafkaSettingsSchema>;

export type ParsedKafkaSettings =
  | { kind: 'settings'; settings: KafkaSettings }
  | { kind: 'refused'; problems: string[] };

/** Reads settings from outside. A problem names its place, and never what stood there. */
export function parseKafkaSettings(value: unknown): ParsedKafkaSettings {
  const parsed = kafkaSettingsSchema.safeParse(value);
  if (parsed.success) return { kind: 'settings', settings: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  return { kind: 'refused', problems };
}

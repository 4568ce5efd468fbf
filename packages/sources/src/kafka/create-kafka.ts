import { readFile } from 'node:fs/promises';
import kafkajs, { type Kafka, type KafkaConfig, type SASLOptions } from 'kafkajs';
import { boundCompression } from './compression.ts';
import { kafkaNotices, type SayKafka } from './kafka-notices.ts';
import type { KafkaSettings } from './kafka-settings.ts';

const CONNECT_MS_MAX = 5_000;
const REQUEST_MS_MAX = 15_000;
const RETRY_MS_MIN = 100;
const RETRY_MS_MAX = 5_000;

/**
 * Makes a client of Kafka; it connects when it is used.
 *
 * @throws The system's error where a file of the settings cannot be read.
 */
export async function createKafka(settings: KafkaSettings, say: SayKafka): Promise<Kafka> {
  boundCompression();
  const { brokers, clientId, tls, sasl } = settings;
  const config: KafkaConfig = {
    brokers,
    clientId,
    connectionTimeout: CONNECT_MS_MAX,
    requestTimeout: REQUEST_MS_MAX,
    retry: { initialRetryTime: RETRY_MS_MIN, maxRetryTime: RETRY_MS_MAX },
    logLevel: kafkajs.logLevel.INFO,
    logCreator: kafkaNotices(say),
  };
  if (tls) {
    const [ca, cert, key] = await Promise.all([tls.caFile, tls.certFile, tls.keyFile].map(textOf));
    config.ssl = { ...(ca && { ca: [ca] }), ...(cert && { cert }), ...(key && { key }) };
  }
  if (sasl) config.sasl = sasl.mechanism === 'oauthbearer' ? bearer(sasl.tokenFile) : sasl;
  return new kafkajs.Kafka(config);
}

const textOf = async (file: string | undefined): Promise<string | undefined> =>
  file === undefined ? undefined : readFile(file, 'utf8');

const bearer = (tokenFile: string): SASLOptions => ({
  mechanism: 'oauthbearer',
  oauthBearerProvider: async () => ({ value: (await readFile(tokenFile, 'utf8')).trim() }),
});

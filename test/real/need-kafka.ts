import { kafkaClassPath, whyNoKafka } from '../../packages/testing/src/kafka/kafka-jars.ts';

/** Fetches the broker once, before the first test waits for it. */
export async function setup(): Promise<void> {
  const missing = await whyNoKafka();
  if (missing !== undefined) throw new Error(`these tests start Apache Kafka, which needs ${missing}`);
  await kafkaClassPath();
}

import { collectorBinary, whyNoCollector } from '../../packages/testing/src/collector/collector-binary.ts';
import { setup as needKafka } from './need-kafka.ts';

/** Builds the Collector once, before the first test waits for it. */
export async function setup(): Promise<void> {
  await needKafka();
  const missing = await whyNoCollector();
  if (missing !== undefined)
    throw new Error(`these tests start an OpenTelemetry Collector, which needs ${missing}`);
  await collectorBinary();
}

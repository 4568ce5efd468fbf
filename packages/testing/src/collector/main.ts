import { collectorBinary, whyNoCollector } from './collector-binary.ts';

/** Builds the OpenTelemetry Collector of `examples/collector`, and says where it is. */
const missing = await whyNoCollector();
if (missing !== undefined) {
  console.error(`An OpenTelemetry Collector needs ${missing}.`);
  process.exit(2);
}
console.log(await collectorBinary());

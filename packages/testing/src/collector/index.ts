export { collectorBinary, collectorConfigFile, whyNoCollector } from './collector-binary.ts';
export { type Collector, type CollectorOptions, startCollector } from './start-collector.ts';

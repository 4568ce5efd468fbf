import { createKafka } from '@mortsafe/sources/kafka';
import { runKafkaDetector } from '../kafka/kafka-detector.ts';
import { type LineNames, lineOptions } from './kafka-line.ts';

/** A detector in a process of its own, which a test can kill. Called with the names of its line as JSON. */
const names = JSON.parse(process.argv[2] ?? '') as LineNames;
const kafka = await createKafka({ brokers: names.brokers, clientId: `detector-${process.pid}` }, () => {});
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
await runKafkaDetector(
  lineOptions(kafka, names, (text) => console.log(text)),
  stopping.signal,
);

import type { Socket } from 'node:net';
import { createKafka } from '@mortsafe/sources/kafka';
import { runKafkaDetector } from '../kafka/kafka-detector.ts';
import { type LineNames, lineOptions } from './kafka-line.ts';

/** As long as `mortsafe detector` may take. */
const STOP_MS_MAX = 10_000;

/** A detector in a process of its own, which a test can kill. Called with the names of its line as JSON. */
const names = JSON.parse(process.argv[2] ?? '') as LineNames;
const kafka = await createKafka({ brokers: names.brokers, clientId: `detector-${process.pid}` }, () => {});
const stopping = new AbortController();
process.once('SIGTERM', () => {
  stopping.abort();
  setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
});
// Whoever started it is gone. It keeps nobody alive.
process.stdin.once('end', () => process.exit(1)).resume();
(process.stdin as Socket).unref();
await runKafkaDetector(
  lineOptions(kafka, names, (text) => console.log(text)),
  stopping.signal,
);

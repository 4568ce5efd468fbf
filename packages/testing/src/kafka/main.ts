import { resolve } from 'node:path';
import { whyNoKafka } from './kafka-jars.ts';
import { startBroker } from './start-broker.ts';

/** A broker for a laptop, until Ctrl-C. Its data stays in `.mortsafe/kafka`. */
const PORT = 9_092;
const doors = ['otlp_logs', 'otlp_spans', 'mortsafe.platform', 'mortsafe.control'];

const missing = await whyNoKafka();
if (missing !== undefined) {
  console.error(`Apache Kafka needs ${missing}.`);
  process.exit(2);
}
const broker = await startBroker({ port: PORT, folder: resolve('.mortsafe/kafka') });
await broker.createTopics(
  doors.map((topic) => ({
    topic,
    numPartitions: 4,
    configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
  })),
);
console.log(`Apache Kafka listens on ${broker.brokers} and has ${doors.join(', ')}. Ctrl-C stops it.`);
console.log(`What it says: ${broker.logFile}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void broker.stop().then(() => process.exit(0)));
}
// Nothing else keeps the process alive.
setInterval(() => {}, 2 ** 30);

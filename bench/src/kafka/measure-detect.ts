import type { KafkaWriter } from '@mortsafe/sources/kafka';
import type { Broker } from '@mortsafe/testing/kafka';
import kafkajs, { type Kafka, type PartitionMetadata } from 'kafkajs';
import { runDetect } from './detect-run.ts';
import { eventsIn, expectedBeside } from './events-file.ts';
import { asJson, fill, routed } from './fill.ts';
import { checked, findingsIn } from './findings.ts';
import { fleetStream } from './fleet-stream.ts';
import { drain } from './start-process.ts';
import { JSON_TOPIC, makeJsonTopic, makeTopics, topicsOfRun } from './topics.ts';

export interface Bench {
  broker: Broker;
  kafka: Kafka;
  writer: KafkaWriter;
  agents: number;
  events: number;
  rounds: number;
  /** NDJSON instead of a stream of its own, with `expected.json` beside it. */
  file?: string;
}

const PARTITIONS = 4;

export async function measureDetect(bench: Bench): Promise<void> {
  const { broker, kafka, writer, agents, events, rounds, file } = bench;
  const { brokers } = broker;
  const stream =
    file === undefined
      ? fleetStream({ agents, events })
      : expectedBeside(file.replace(/[^/]*$/, 'expected.json'));
  const first = topicsOfRun('run-0');
  await makeTopics({ kafka, run: first, partitions: PARTITIONS });
  await makeJsonTopic(broker, PARTITIONS);
  const metadata = Array.from({ length: PARTITIONS }, (_, partitionId) => ({ partitionId, leader: 0 }));
  const choose = kafkajs.Partitioners.DefaultPartitioner();
  const partitionOf = (fleet: string): number =>
    choose({
      topic: '',
      partitionMetadata: metadata as PartitionMetadata[],
      message: { key: fleet, value: null },
    });
  const written = await fill(
    file === undefined ? fleetStream({ agents, events }).batches() : eventsIn(file),
    writer,
    [asJson, (some) => routed(some, first, { partitions: PARTITIONS, partitionOf })],
  );
  console.log(`${written} events of ${agents} agents`);
  for (let round = 0; round < rounds; round++) {
    for (const kind of ['drain', 'JSON.parse', 'bare loop'] as const) {
      row(kind, await drain({ kind, brokers, topic: JSON_TOPIC }));
    }
    for (const kind of ['drain', 'decode'] as const) {
      const drained = await drain({ kind, brokers, topic: first.topics.agentEvents });
      row(`compact: ${kind}`, { ...drained, events: written });
    }
    const run = topicsOfRun(`run-${round}`);
    await makeTopics({ kafka, run, partitions: PARTITIONS });
    const { shares: _, ...ran } = await runDetect({
      brokers,
      run,
      processes: 1,
      partitions: PARTITIONS,
      lastTime: stream.lastTime,
    });
    row('mortsafe', ran);
    console.log(checked((await findingsIn(kafka, run.topics.findings)).values(), stream.expected), ran);
  }
}

function row(
  name: string,
  { events, seconds, cpuSeconds }: { events: number; seconds: number; cpuSeconds: number },
): void {
  console.log(
    `${name.padEnd(20)} ${Math.round(events / seconds / 1_000)} k events/s, ${cpuSeconds.toFixed(2)} CPU s`,
  );
}

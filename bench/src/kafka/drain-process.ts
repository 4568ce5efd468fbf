import type { AgentEvent } from '@mortsafe/agent-events';
import { readMessage } from '@mortsafe/agent-events/codec';
import kafkajs from 'kafkajs';
import { createBareLoop } from '../bare-loop.ts';
import { countLogRecords } from './log-records.ts';
import { used } from './processor.ts';

/** What is done with what was read; a peer of the detector, by kafkajs alone, in a process of its own. */
export type DrainKind = 'drain' | 'JSON.parse' | 'bare loop' | 'decode' | 'protobuf';

export interface DrainJob {
  kind: DrainKind;
  brokers: string[];
  topic: string;
}

export interface Drained {
  messages: number;
  events: number;
  seconds: number;
  cpuSeconds: number;
}

const job = JSON.parse(process.argv[2] ?? '') as DrainJob;
const kafka = new kafkajs.Kafka({ brokers: job.brokers, logLevel: kafkajs.logLevel.ERROR });
const consumer = kafka.consumer({
  groupId: `drain-${crypto.randomUUID()}`,
  maxBytesPerPartition: 4 * 1_048_576,
  maxWaitTimeInMs: 100,
});
const admin = kafka.admin();
await admin.connect();
const left = new Map(
  (await admin.fetchTopicOffsets(job.topic)).flatMap(({ partition, high }) =>
    Number(high) > 0 ? [[partition, Number(high)]] : [],
  ),
);
await admin.disconnect();

const loops = new Map<number, ReturnType<typeof createBareLoop>>();
const taken = { messages: 0, events: 0 };
let began: { at: number; cpu: number } | undefined;

const takers: Record<DrainKind, (value: Buffer, partition: number) => number> = {
  drain: () => 1,
  'JSON.parse': (value) => (JSON.parse(value.toString()) ? 1 : 0),
  'bare loop': (value, partition) => {
    const loop = loops.get(partition) ?? createBareLoop();
    loops.set(partition, loop);
    loop.take(JSON.parse(value.toString()) as AgentEvent);
    return 1;
  },
  decode: (value) => {
    const read = readMessage(value);
    return read.kind === 'events' ? read.batch.length : 0;
  },
  protobuf: countLogRecords,
};
const take = takers[job.kind];

await consumer.connect();
await consumer.subscribe({ topic: job.topic, fromBeginning: true });
await new Promise<void>((resolve) => {
  void consumer.run({
    eachBatch: async ({ batch }) => {
      began ??= { at: performance.now(), cpu: used().cpuSeconds };
      for (const { value } of batch.messages) if (value) taken.events += take(value, batch.partition);
      taken.messages += batch.messages.length;
      if (Number(batch.lastOffset()) + 1 >= (left.get(batch.partition) ?? 0)) left.delete(batch.partition);
      if (left.size === 0) resolve();
    },
  });
});
const drained: Drained = {
  ...taken,
  seconds: (performance.now() - (began?.at ?? 0)) / 1_000,
  cpuSeconds: used().cpuSeconds - (began?.cpu ?? 0),
};
process.send?.(drained, () => process.exit());

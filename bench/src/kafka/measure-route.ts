import { type Bench, type Pace, sayPace } from './bench.ts';
import type { DetectorJob } from './detector-process.ts';
import { asOtlp, fill } from './fill.ts';
import { fleetStream } from './fleet-stream.ts';
import { drain, startDetector } from './start-process.ts';
import { makeTopics, topicsOfRun } from './topics.ts';

const PARTITIONS = 4;
const TOPIC = 'otlp_logs';

/**
 * The route step beside kafkajs alone, and with the least that reading OTLP takes: from `otlp_logs` as a Collector
 * writes it, 500 records a message, to `mortsafe.agent-events`.
 */
export async function measureRoute({ broker, kafka, writer, agents, events, rounds }: Bench): Promise<void> {
  const { brokers } = broker;
  await makeTopics({ kafka, run: topicsOfRun('route-0'), partitions: PARTITIONS });
  await fill(fleetStream({ agents, events }).batches(), writer, [(some) => asOtlp(some, TOPIC)]);
  for (let round = 0; round < rounds; round++) {
    const raw = await drain({ kind: 'drain', brokers, topic: TOPIC });
    const decoded = await drain({ kind: 'protobuf', brokers, topic: TOPIC });
    if (round === 0) console.log(`\nroute: ${decoded.events} records in ${raw.messages} messages`);
    sayPace('kafkajs: drain', { ...raw, events: decoded.events });
    sayPace('kafkajs: protobuf', decoded);
    const run = topicsOfRun(`route-${round}`);
    await makeTopics({ kafka, run, partitions: PARTITIONS });
    sayPace('mortsafe', await routeAll(decoded.events, { brokers, step: 'route', run }));
  }
}

async function routeAll(count: number, job: DetectorJob): Promise<Pace> {
  const began = { at: 0, cpu: 0 };
  const taken = { events: 0, cpu: 0 };
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const detector = startDetector(job, (said) => {
    if (said.kind === 'joined') [began.at, began.cpu] = [performance.now(), said.cpuSeconds];
    if (said.kind !== 'routed') return;
    taken.events += said.events;
    taken.cpu = said.cpuSeconds;
    if (taken.events >= count) resolve();
  });
  await done;
  const seconds = (performance.now() - began.at) / 1_000;
  await detector.stop();
  return { events: taken.events, seconds, cpuSeconds: taken.cpu - began.cpu };
}

import { type Bench, sayPace } from './bench.ts';
import { runDetect } from './detect-run.ts';
import { eventsIn, expectedBeside } from './events-file.ts';
import { asJson, endOf, fill, progress, routed } from './fill.ts';
import { checked, findingsIn } from './findings.ts';
import { fleetSpread } from './fleet-spread.ts';
import { fleetStream } from './fleet-stream.ts';
import { runBeside } from './run-beside.ts';
import { drain } from './start-process.ts';
import { JSON_TOPIC, makeJsonTopic, makeTopics, topicsOfRun } from './topics.ts';

const PARTITIONS = 4;
/** Of a command, its end says which it is. */
const NAME_CHARS = 24;

/**
 * The detect step beside its peers, each alone in its process, from the first message it is given to the last: kafkajs
 * alone, with `JSON.parse`, and with the bare loop, of events one a message; then ours, of the same events as the route
 * step writes them.
 *
 * @param file - NDJSON instead of a stream of its own, with `expected.json` beside it.
 * @param others - Commands of other engines, which read the topic of JSON in the same rounds.
 */
export async function measureDetect(
  bench: Bench,
  file?: string,
  others: readonly string[] = [],
): Promise<void> {
  const { broker, kafka, writer, agents, events, rounds } = bench;
  const { brokers } = broker;
  const own = file === undefined ? fleetStream({ agents, events }) : undefined;
  const { lastTime, expected } = own ?? expectedBeside(file ?? '');
  const spread = fleetSpread(PARTITIONS);
  const first = topicsOfRun('detect-0', ['agentEvents']);
  await makeTopics({ kafka, run: first, partitions: PARTITIONS });
  await makeJsonTopic(broker, PARTITIONS);
  const count = await fill(own?.batches() ?? eventsIn(file ?? ''), writer, [
    asJson,
    (some) => routed(some, first, spread),
    (some) => progress((some.at(-1)?.observedTime ?? 0) + 1, first, spread),
  ]);
  await writer.write(progress(endOf(lastTime), first, spread));
  console.log(`\ndetect: ${count} events`);
  for (let round = 0; round < rounds; round++) {
    for (const kind of ['drain', 'JSON.parse', 'bare loop'] as const) {
      sayPace(`kafkajs: ${kind}`, await drain({ kind, brokers, topic: JSON_TOPIC }));
    }
    for (const kind of ['drain', 'decode'] as const) {
      const drained = await drain({ kind, brokers, topic: first.topics.agentEvents });
      sayPace(`compact: ${kind}`, { ...drained, events: count });
    }
    const run = topicsOfRun(`detect-${round}`, ['agentEvents']);
    await makeTopics({ kafka, run, partitions: PARTITIONS });
    const ran = await runDetect({
      ...{ brokers, run, partitions: PARTITIONS },
      processes: 1,
      until: endOf(lastTime),
    });
    sayPace('mortsafe', ran);
    const found = checked((await findingsIn(kafka, run.topics.findings)).values(), expected);
    const { checkpoints, checkpointMb, peakMb } = ran;
    console.log(JSON.stringify({ checkpoints, checkpointMb, peakMb, found }));
    for (const command of others) {
      const pace = await runBeside(command, brokers, JSON_TOPIC);
      sayPace(command.slice(-NAME_CHARS), pace);
    }
  }
}

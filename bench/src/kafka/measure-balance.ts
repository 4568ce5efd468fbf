import type { Bench } from './bench.ts';
import { runDetect } from './detect-run.ts';
import { endOf, fill, progress, routed } from './fill.ts';
import { checked, findingsIn } from './findings.ts';
import { fleetSpread } from './fleet-spread.ts';
import { fleetStream } from './fleet-stream.ts';
import { makeTopics, topicsOfRun } from './topics.ts';

const PARTITIONS = 8;
const PROCESSES = [1, 2, 4, 8];

/** How the detect step is shared by processes of one group: partitions and events of each, and that all is found. */
export async function measureBalance({ broker, kafka, writer, agents, events }: Bench): Promise<void> {
  const stream = fleetStream({ agents, events });
  const spread = fleetSpread(PARTITIONS);
  console.log(`\nbalance: about ${events} events of ${agents} agents in ${PARTITIONS} partitions`);
  for (const processes of PROCESSES) {
    const run = topicsOfRun(`balance-${processes}`);
    await makeTopics({ kafka, run, partitions: PARTITIONS });
    let count = 0;
    const ran = await runDetect({
      ...{ brokers: broker.brokers, run, processes, partitions: PARTITIONS, until: endOf(stream.lastTime) },
      async write() {
        count = await fill(stream.batches(), writer, [
          (some) => routed(some, run, spread),
          (some) => progress((some.at(-1)?.observedTime ?? 0) + 1, run, spread),
        ]);
        await writer.write(progress(endOf(stream.lastTime), run, spread));
      },
    });
    if (ran.events !== count) throw new Error(`${ran.events} events of ${count} were taken`);
    checked((await findingsIn(kafka, run.topics.findings)).values(), stream.expected);
    const shares = ran.shares.map((share) => `${share.partitions} partitions, ${share.events} events`);
    console.log(`${processes} processes: ${shares.join('; ')}; everything found, nothing twice`);
  }
}

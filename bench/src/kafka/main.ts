import { parseArgs } from 'node:util';
import { createKafka, openKafkaWriter } from '@mortsafe/sources/kafka';
import { startBroker } from '@mortsafe/testing/kafka';
import type { Bench } from './bench.ts';
import { measureBalance } from './measure-balance.ts';
import { measureDetect } from './measure-detect.ts';
import { measureLatency } from './measure-latency.ts';
import { measureRoute } from './measure-route.ts';

/**
 * `pnpm bench:kafka`: the line over a real broker, which it starts. `--only detect`, `route`, `latency` or `balance`;
 * `--agents` (100,000), `--events` (3,000,000) and `--rounds` (3) of the first two; `--file` of NDJSON for the first,
 * with `expected.json` beside it, and `--beside` with the command of another engine, any number of them; `--quick` for a
 * twentieth of it.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    agents: { type: 'string' },
    events: { type: 'string' },
    rounds: { type: 'string' },
    file: { type: 'string' },
    beside: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
  },
});
const { quick } = values;
const size = {
  agents: Number(values.agents ?? (quick ? 5_000 : 100_000)),
  events: Number(values.events ?? (quick ? 150_000 : 3_000_000)),
  rounds: Number(values.rounds ?? (quick ? 1 : 3)),
};
const measurements: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  detect: (bench) => measureDetect(bench, values.file, values.beside),
  route: measureRoute,
  latency: measureLatency,
  // A fifth of it, four times.
  balance: (bench) => measureBalance({ ...bench, agents: size.agents / 5, events: size.events / 5 }),
};
const wanted = Object.keys(measurements).filter((name) => values.only === undefined || values.only === name);
if (values.beside && !wanted.includes('detect')) throw new Error('--beside is for --only detect');
if (wanted.length === 0) throw new Error(`--only takes ${Object.keys(measurements).join(', ')}`);

for (const name of wanted) {
  // Each has a broker of its own, run as one would be, and not as quickly started as those for tests.
  const broker = await startBroker({ jvm: ['-Xmx2g', '-XX:TieredStopAtLevel=4'] });
  const kafka = await createKafka({ brokers: broker.brokers, clientId: 'bench' }, () => {});
  const writer = await openKafkaWriter({ kafka });
  try {
    await measurements[name]?.({ broker, kafka, writer, quick, ...size });
  } finally {
    await writer.close();
    await broker.stop();
  }
}

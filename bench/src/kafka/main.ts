import { parseArgs } from 'node:util';
import { createKafka, openKafkaWriter } from '@mortsafe/sources/kafka';
import { startBroker } from '@mortsafe/testing/kafka';
import { measureDetect } from './measure-detect.ts';

/**
 * `pnpm bench:kafka`: the line over a real broker, which it starts, beside what kafkajs alone, `JSON.parse` and a bare
 * loop need of the same topics in the same rounds.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    agents: { type: 'string' },
    events: { type: 'string' },
    file: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const { quick } = values;
const number = (text: string | undefined, usual: number, short: number): number =>
  text === undefined ? (quick ? short : usual) : Number(text);
const size = {
  agents: number(values.agents, 100_000, 5_000),
  events: number(values.events, 3_000_000, 150_000),
  rounds: number(values.rounds, 3, 1),
  ...(values.file !== undefined && { file: values.file }),
};

// As a broker of its own would be run, and not as quickly started ones for tests.
const broker = await startBroker({ jvm: ['-Xmx2g', '-XX:TieredStopAtLevel=4'] });
const kafka = await createKafka({ brokers: broker.brokers, clientId: 'bench' }, () => {});
const writer = await openKafkaWriter({ kafka });
try {
  await measureDetect({ broker, kafka, writer, ...size });
} finally {
  await writer.close();
  await broker.stop();
}

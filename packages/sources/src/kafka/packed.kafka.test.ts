import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import kafkajs, { type Kafka } from 'kafkajs';
import snappy from 'snappyjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKafka } from './create-kafka.ts';
import { kafkaReader } from './kafka-reader.ts';

const { CompressionCodecs, CompressionTypes } = kafkajs;

let broker: Broker;
let kafka: Kafka;

beforeAll(async () => {
  broker = await startBroker();
  kafka = await createKafka({ brokers: broker.brokers, clientId: 'test' }, () => {});
});
afterAll(() => broker?.stop());

/** Writes three batches: one that is not packed, one that is, one that is not. */
async function write(topic: string, compression: number, packed: readonly string[]): Promise<void> {
  await broker.createTopics([{ topic, numPartitions: 1 }]);
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  const asMessages = (texts: readonly string[]) => texts.map((value) => ({ value }));
  await producer.send({ topic, messages: asMessages(['before']) });
  await producer.send({ topic, compression, messages: asMessages(packed) });
  await producer.send({ topic, messages: asMessages(['after']) });
  await producer.disconnect();
}

async function read(topic: string, count: number): Promise<string[]> {
  const texts: string[] = [];
  const stop = new AbortController();
  for await (const step of kafkaReader({ kafka, groupId: topic, topics: [topic] }).read(stop.signal)) {
    if (step.kind !== 'batch') continue;
    for (const { body, unreadable, offset } of step.deliveries) {
      texts.push(unreadable === undefined ? Buffer.from(body).toString() : `${offset}: ${unreadable}`);
    }
    if (texts.length >= count) stop.abort();
  }
  return texts;
}

/** kafkajs writes with the codec that it reads with. */
async function packing(
  type: 2 | 3,
  pack: (bytes: Buffer) => Buffer,
  work: () => Promise<void>,
): Promise<void> {
  const codec = CompressionCodecs[type];
  CompressionCodecs[type] = () => ({
    ...codec(),
    compress: async ({ buffer }: { buffer: Buffer }) => pack(buffer),
  });
  await work();
  CompressionCodecs[type] = codec;
}

describe('a batch that its producer packed', () => {
  it('is read when it is snappy', async () => {
    await packing(CompressionTypes.Snappy, snappy.compress, () =>
      write('snappy', CompressionTypes.Snappy, ['one', 'two']),
    );
    expect(await read('snappy', 4)).toEqual(['before', 'one', 'two', 'after']);
  });

  it('is passed over when it is lz4, and counts', async () => {
    await packing(CompressionTypes.LZ4, frame, () => write('lz4', CompressionTypes.LZ4, ['one', 'two']));
    const reason = 'it is packed with lz4, which is not read here';
    expect(await read('lz4', 4)).toEqual(['before', `1: ${reason}`, `2: ${reason}`, 'after']);
  });

  it('is passed over when it is too large, and counts', async () => {
    const large = 'x'.repeat(40 * 1_048_576);
    await write('large', CompressionTypes.ZSTD, [large, large]);
    const reason = 'it is packed with zstd, and damaged or too large when unpacked';
    expect(await read('large', 4)).toEqual(['before', `1: ${reason}`, `2: ${reason}`, 'after']);
  });
});

/** An LZ4 frame of one block that is not packed; its head's checksum is that of these two bytes. */
function frame(bytes: Buffer): Buffer {
  const [magic, flags, headSum] = [[0x04, 0x22, 0x4d, 0x18], [0x60, 0x40], [0x82]];
  const size = Buffer.alloc(4);
  size.writeUInt32LE((bytes.length | 0x80000000) >>> 0);
  return Buffer.concat([Buffer.from([...magic, ...flags, ...headSum]), size, bytes, Buffer.alloc(4)]);
}

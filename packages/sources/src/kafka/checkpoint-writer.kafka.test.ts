import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import type { Kafka } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CheckpointWriter, openCheckpointWriter } from './checkpoint-writer.ts';
import { createKafka } from './create-kafka.ts';
import { kafkaReader } from './kafka-reader.ts';
import { openKafkaWriter } from './kafka-writer.ts';

let broker: Broker;
let kafka: Kafka;

beforeAll(async () => {
  broker = await startBroker();
  await broker.createTopics([
    { topic: 'state', numPartitions: 1 },
    { topic: 'read', numPartitions: 1 },
    { topic: 'sizes', numPartitions: 1 },
  ]);
  kafka = await createKafka({ brokers: broker.brokers, clientId: 'test' }, () => {});
});
afterAll(() => broker?.stop());

const open = (): Promise<CheckpointWriter> => openCheckpointWriter({ kafka, transactionalId: 'detect-0' });

const commit = (writer: CheckpointWriter, epoch: string, offset: number) =>
  writer.commit({
    messages: [1, 2].map((part) => ({
      topic: 'state',
      key: `part-${part}`,
      value: Buffer.from(`${epoch}/${part}`),
    })),
    groupId: 'detect',
    offsets: [{ topic: 'read', partition: 0, offset }],
  });

/** All that is committed, up to a mark that this writes. */
async function committed(): Promise<string[]> {
  const writer = await openKafkaWriter({ kafka });
  await writer.write([{ topic: 'state', value: Buffer.from('end') }]);
  await writer.close();
  const texts: string[] = [];
  const stop = new AbortController();
  const reader = kafkaReader({ kafka, groupId: `look-${crypto.randomUUID()}`, topics: ['state'] });
  for await (const step of reader.read(stop.signal)) {
    if (step.kind === 'batch') texts.push(...step.deliveries.map(({ body }) => Buffer.from(body).toString()));
    if (texts.at(-1) === 'end' && (await reader.progress()).every(({ next, end }) => next <= end))
      stop.abort();
  }
  return texts.filter((text) => text !== 'end');
}

async function committedOffset(): Promise<string | undefined> {
  const admin = kafka.admin();
  await admin.connect();
  const [answer] = await admin.fetchOffsets({ groupId: 'detect', topics: ['read'] });
  await admin.disconnect();
  return answer?.partitions[0]?.offset;
}

describe('a checkpoint writer', () => {
  it('writes messages and offsets together', async () => {
    const writer = await open();
    expect(await commit(writer, 'one', 10)).toEqual({ kind: 'committed' });
    await writer.close();
    expect(await committed()).toEqual(['one/1', 'one/2']);
    expect(await committedOffset()).toBe('10');
  });

  it('is fenced once another has opened one of its name, and changes nothing any more', async () => {
    const former = await open();
    expect(await commit(former, 'two', 20)).toEqual({ kind: 'committed' });
    const successor = await open();
    expect(await commit(former, 'late', 15)).toEqual({ kind: 'fenced' });
    expect(await commit(former, 'later', 16)).toEqual({ kind: 'fenced' });
    expect(await commit(successor, 'three', 30)).toEqual({ kind: 'committed' });
    await former.close();
    await successor.close();
    const texts = await committed();
    expect(texts.slice(-4)).toEqual(['two/1', 'two/2', 'three/1', 'three/2']);
    expect(texts.some((text) => text.startsWith('late'))).toBe(false);
    expect(await committedOffset()).toBe('30');
  });

  it('writes values of every size as they are', async () => {
    const sizes = [0, 1, 7, 8, 4_095, 4_096, 4_097, 100_000, 800_000];
    const values = sizes.map((size) =>
      Buffer.from(Array.from({ length: size }, (_, at) => (at * size) % 251)),
    );
    const writer = await open();
    const messages = values.map((value) => ({ topic: 'sizes', key: `${value.length}`, value }));
    expect(await writer.commit({ messages, groupId: 'detect', offsets: [] })).toEqual({ kind: 'committed' });
    await writer.close();
    const stop = new AbortController();
    const reader = kafkaReader({ kafka, groupId: 'sizes', topics: ['sizes'] });
    const read: Buffer[] = [];
    for await (const step of reader.read(stop.signal)) {
      if (step.kind === 'batch') read.push(...step.deliveries.map(({ body }) => Buffer.from(body)));
      if (read.length === values.length) stop.abort();
    }
    expect(read).toEqual(values);
  });
});

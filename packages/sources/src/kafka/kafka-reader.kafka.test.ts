import { setTimeout as sleep } from 'node:timers/promises';
import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import type { Kafka } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKafka } from './create-kafka.ts';
import type { KafkaNotice } from './kafka-notices.ts';
import { type KafkaReader, kafkaReader, type ReaderStep } from './kafka-reader.ts';
import { type KafkaWriter, openKafkaWriter } from './kafka-writer.ts';

const SESSION_MS = 3_000;

let broker: Broker;
let kafka: Kafka;
let writer: KafkaWriter;
const notices: KafkaNotice[] = [];
const warnings: Error[] = [];
const keep = (warning: Error): void => void warnings.push(warning);

beforeAll(async () => {
  process.on('warning', keep);
  broker = await startBroker({ proxied: true });
  const topics = ['first', 'shared', 'slow', 'quiet', 'outage', 'taken'];
  await broker.createTopics(
    topics.map((topic) => ({
      topic,
      numPartitions: 2,
      configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
    })),
  );
  kafka = await createKafka({ brokers: broker.brokers, clientId: 'test' }, (notice) => notices.push(notice));
  writer = await openKafkaWriter({ kafka });
});
afterAll(async () => {
  await writer?.close();
  await broker?.stop();
  process.off('warning', keep);
});

const write = (topic: string, values: readonly string[], partition = 0): Promise<void> =>
  writer.write(values.map((value) => ({ topic, partition, value: Buffer.from(value) })));

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}`);

interface Seen {
  texts: string[];
  steps: ReaderStep[];
}

/** Reads until `enough`, which sees each step before the next is asked for. */
async function readUntil(
  reader: KafkaReader,
  enough: (seen: Seen, step: ReaderStep) => boolean | Promise<boolean>,
): Promise<Seen> {
  const seen: Seen = { texts: [], steps: [] };
  const stop = new AbortController();
  for await (const step of reader.read(stop.signal)) {
    seen.steps.push(step);
    if (step.kind === 'batch')
      seen.texts.push(...step.deliveries.map(({ body }) => Buffer.from(body).toString()));
    if (await enough(seen, step)) stop.abort();
  }
  return seen;
}

const readerOf = (topic: string, groupId = `${topic}-group`): KafkaReader =>
  kafkaReader({ kafka, groupId, topics: [topic], sessionTimeoutMs: SESSION_MS });

describe('a reader', () => {
  it('yields what was written, in order, with the broker’s time, and warns of nothing', async () => {
    const before = Date.now();
    await write('first', numbers(500));
    const { texts, steps } = await readUntil(readerOf('first'), ({ texts }) => texts.length >= 500);
    expect(texts).toEqual(numbers(500));
    expect(steps[0]).toMatchObject({
      kind: 'assigned',
      partitions: [
        { topic: 'first', partition: 0 },
        { topic: 'first', partition: 1 },
      ],
    });
    const batch = steps.find((step) => step.kind === 'batch');
    const delivery = batch?.deliveries[0];
    expect(delivery).toMatchObject({ position: 'first/0@0', offset: 0, key: null });
    expect(delivery?.observedTime).toBeGreaterThanOrEqual(before);
    expect(delivery?.observedTime).toBeLessThanOrEqual(Date.now());
    expect(notices.filter(({ level }) => level !== 'detail')).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('goes on behind what was committed, or from where it is told', async () => {
    const group = 'resuming';
    const reader = readerOf('first', group);
    await readUntil(reader, async ({ texts }, step) => {
      if (texts.length < 500 || step.kind !== 'batch') return false;
      await reader.commit([{ topic: 'first', partition: 0, offset: 400 }]);
      return true;
    });
    const resumed = await readUntil(readerOf('first', group), ({ texts }) => texts.length >= 100);
    expect(resumed.texts).toEqual(numbers(500).slice(400));
    const told = await readUntil(readerOf('first', group), ({ texts }, step) => {
      if (step.kind === 'assigned') step.startAt({ topic: 'first', partition: 0, offset: 490 });
      return texts.length >= 10;
    });
    expect(told.texts).toEqual(numbers(500).slice(490));
  });

  it('stays a member while a batch takes longer than a session', async () => {
    await write('slow', ['one', 'two']);
    const reader = readerOf('slow');
    const { steps } = await readUntil(reader, async ({ texts }, step) => {
      if (step.kind !== 'batch') return false;
      await sleep(SESSION_MS * 1.5);
      await reader.commit([{ topic: 'slow', partition: 0, offset: step.next }]);
      return texts.length >= 2;
    });
    expect(steps.filter(({ kind }) => kind === 'assigned')).toHaveLength(1);
  });

  it('says that a quiet log has been read up to now, and how far a busy one has', async () => {
    await write('quiet', numbers(10));
    const reader = readerOf('quiet');
    const started = Date.now();
    await readUntil(reader, async ({ texts }, step) => {
      if (step.kind === 'batch' && texts.length === 10) {
        // The batch in hand has not been dealt with: nothing is claimed beyond what came before it.
        const [busy] = await reader.progress();
        expect(busy).toMatchObject({ partition: 0, partitions: 2, next: 0, end: 10, readUpTo: undefined });
        setTimeout(() => void write('quiet', ['last'], 1), 2_500);
      }
      if (!texts.includes('last')) return false;
      const [first] = await reader.progress();
      expect(first).toMatchObject({ next: 10, end: 10 });
      expect(first?.readUpTo).toBeGreaterThan(started + 1_000);
      expect(first?.readUpTo).toBeLessThanOrEqual(Date.now());
      return true;
    });
  });

  it('shares the partitions with another that joins, and takes them back when that one leaves', async () => {
    const owned: number[][] = [];
    const other = new AbortController();
    let others: Promise<void> | undefined;
    await readUntil(readerOf('shared'), (_, step) => {
      if (step.kind === 'assigned') owned.push(step.partitions.map(({ partition }) => partition));
      others ??= (async () => {
        for await (const step of readerOf('shared').read(other.signal)) {
          if (step.kind === 'assigned') setTimeout(() => other.abort(), 1_000);
        }
      })();
      return owned.length >= 3;
    });
    await others;
    expect(owned[0]).toEqual([0, 1]);
    expect(owned[1]).toHaveLength(1);
    expect(owned.at(-1)).toEqual([0, 1]);
  });

  it('says what retention took before it was read', async () => {
    await write('taken', numbers(10));
    const reader = readerOf('taken');
    await readUntil(reader, async (_, step) => {
      if (step.kind !== 'batch') return false;
      await reader.commit([{ topic: 'taken', partition: 0, offset: 2 }]);
      return true;
    });
    const admin = kafka.admin();
    await admin.connect();
    await admin.fetchTopicOffsets('taken'); // kafkajs knows the partitions only then.
    await admin.deleteTopicRecords({ topic: 'taken', partitions: [{ partition: 0, offset: '6' }] });
    await admin.disconnect();
    const { texts, steps } = await readUntil(readerOf('taken'), ({ texts }) => texts.length >= 4);
    expect(steps).toContainEqual({ kind: 'lost', topic: 'taken', partition: 0, from: 2, to: 6 });
    expect(texts).toEqual(numbers(10).slice(6));
  });
});

describe('a reader and a writer behind a wire', () => {
  it('lose nothing when it is cut, and when the broker is killed and comes back', async () => {
    const far = await createKafka({ brokers: [broker.listeners.proxied ?? ''], clientId: 'far' }, (notice) =>
      notices.push(notice),
    );
    const farWriter = await openKafkaWriter({ kafka: far });
    const reader = kafkaReader({
      kafka: far,
      groupId: 'far',
      topics: ['outage'],
      sessionTimeoutMs: SESSION_MS,
    });
    const total = 300;
    let written = 0;
    const writing = (async () => {
      for (const text of numbers(total)) {
        await farWriter.write([{ topic: 'outage', partition: 0, value: Buffer.from(text) }]);
        written++;
      }
    })();
    const faults = (async () => {
      while (written < 100) await sleep(20);
      broker.proxy?.cut();
      await sleep(1_000);
      broker.proxy?.heal();
      while (written < 200) await sleep(20);
      await broker.kill9();
      await broker.restart();
    })();
    const { texts } = await readUntil(reader, ({ texts }) => new Set(texts).size >= total);
    await Promise.all([writing, faults]);
    await farWriter.close();
    expect([...new Set(texts)]).toEqual(numbers(total));
    // Written once each, though many were tried again.
    const again = await readUntil(
      readerOf('outage', 'again'),
      ({ texts }) => texts.at(-1) === `${total - 1}`,
    );
    expect(again.texts).toEqual(numbers(total));
  });
});

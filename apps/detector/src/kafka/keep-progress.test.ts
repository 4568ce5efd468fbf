import { setTimeout as sleep } from 'node:timers/promises';
import { type DecodedMessage, decodeMessage } from '@mortsafe/agent-events/codec';
import type { KafkaMessage, PartitionProgress } from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { keepProgress, type Looked } from './keep-progress.ts';

const OPEN_AGAIN = 1_020_000;
const CLOSED = 1_000_000;

/** Brokers that were written to every 100 ms, but for an outage of twenty seconds. */
const brokers = (): Kafka => {
  const written = Array.from({ length: 1_000 }, (_, at) => 950_000 + at * 100).filter(
    (time) => time < CLOSED || time >= OPEN_AGAIN,
  );
  const admin = {
    connect: async () => {},
    disconnect: async () => {},
    fetchTopicOffsetsByTimestamp: async (_: string, timeMs = 0) => [
      { partition: 0, offset: String(written.filter((time) => time < timeMs).length) },
    ],
  };
  return { admin: () => admin } as unknown as Kafka;
};

const stand = (readUpTo: number): PartitionProgress[] => [
  { topic: 'door', partition: 0, partitions: 1, next: 1, end: 2, readUpTo },
];

/** Asks at each of these moments, is answered so, and gives what was written. */
async function written(
  asked: readonly { at: number; answered: number }[],
  looked: Looked = {},
): Promise<DecodedMessage[]> {
  const values: Uint8Array[] = [];
  let count = 0;
  const step = () => asked[count] ?? { at: 0, answered: 0 };
  const progress = keepProgress({
    ...{ kafka: brokers(), doors: ['door'], agentEvents: 'agent-events', partitions: 1 },
    ...{ everyMs: 1, closedAfterMs: 5_000, looked, now: () => step().at, stands() {}, closed() {} },
    clock: { seen() {}, timeAt: (_, atMs) => atMs },
    reader: { progress: async () => stand(step().answered) },
    writer: {
      async write(messages: readonly KafkaMessage[]) {
        if (count < asked.length) values.push(...messages.flatMap(({ value }) => value ?? []));
        count++;
      },
      async close() {},
    },
  });
  while (count < asked.length) await sleep(1);
  await progress.stop();
  return values.map(decodeMessage);
}

describe('progress', () => {
  it('is told after the outage that lies before it', async () => {
    const told = await written([
      { at: 999_000, answered: 999_000 },
      { at: 1_021_000, answered: 1_021_000 },
    ]);
    expect(told.map(({ kind }) => kind)).toEqual(['progress', 'closed', 'progress']);
  });

  it('does not pass an outage that began after it was asked for, though the answer knows what came since', async () => {
    const told = await written([
      { at: 999_000, answered: 999_000 },
      { at: 999_200, answered: 1_020_500 },
      { at: 1_021_000, answered: 1_021_000 },
    ]);
    expect(told.map(({ kind }) => kind)).toEqual(['progress', 'progress', 'closed', 'progress']);
    expect(told[1]).toMatchObject({ doors: [{ readUpTo: 999_200 }] });
  });

  it('is told soon where it is asked for, and once however often it is', async () => {
    let told = 0;
    const progress = keepProgress({
      ...{ kafka: brokers(), doors: ['door'], agentEvents: 'agent-events', partitions: 1 },
      ...{ everyMs: 600_000, closedAfterMs: 5_000, looked: { upTo: 999_000 }, now: () => 999_000 },
      ...{ stands() {}, closed() {}, clock: { seen() {}, timeAt: (_, atMs) => atMs } },
      reader: { progress: async () => stand(999_000) },
      writer: { write: async () => void told++, close: async () => {} },
    });
    for (const round of [1, 2]) {
      progress.soon();
      progress.soon();
      while (told < round) await sleep(1);
    }
    await progress.stop();
    progress.soon();
    expect(told).toBe(2);
  });

  it('goes on where the one before left off, though others have written since the outage', async () => {
    const looked = {};
    await written([{ at: 999_000, answered: 999_000 }], looked);
    const later = [{ at: 1_090_000, answered: 1_090_000 }];
    const [first] = await written(later, looked);
    expect(first).toMatchObject({ kind: 'closed', closed: { from: expect.closeTo(CLOSED, -3) } });
    expect(await written(later)).not.toContainEqual(first);
  });
});

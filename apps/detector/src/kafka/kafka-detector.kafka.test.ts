import { setTimeout as sleep } from 'node:timers/promises';
import { openKafkaWriter } from '@mortsafe/sources/kafka';
import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { setState } from '../testing/faults.ts';
import { openDoors, openLine } from '../testing/kafka-line.ts';
import { killed, relaunchStory, started, stopped } from '../testing/stories.ts';
import { checkTopics } from './kafka-detector.ts';

let broker: Broker;
beforeAll(async () => {
  broker = await startBroker();
});
afterAll(() => broker?.stop());

const WAIT = { timeout: 40_000, interval: 300 };
const RELAUNCH = 'unauthorised-relaunch worker';

describe('the detector over Kafka', () => {
  it('finds a relaunch while other doors are quiet, and goes on after a restart where it stood', async () => {
    const doors = await openDoors(broker, 'once');
    const line = await openLine(doors, 'once');
    const stop = line.detector();
    await relaunchStory(doors, 'crew', () => sleep(50));
    await expect.poll(line.found, WAIT).toEqual([RELAUNCH]);
    const began = performance.now();
    await stop();
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(line.notices.filter((text) => text.includes('no checkpoint'))).toHaveLength(4);

    line.notices.splice(0);
    const again = line.detector();
    await relaunchStory(doors, 'other', () => sleep(50));
    await expect.poll(line.found, WAIT).toEqual([RELAUNCH, RELAUNCH]);
    await again();
    expect(line.notices.filter((text) => text.includes('restored epoch'))).toHaveLength(4);
    await doors.close();
  });

  it('counts by door what enters, what cannot be read and what is left out', async () => {
    const doors = await openDoors(broker, 'counted', 1);
    const line = await openLine(doors, 'counted', { partitions: 1 });
    const topic = doors.doors.find(({ pass }) => pass.origin === 'platform')?.topic ?? '';
    const counted = { events: 0, rejections: 0, drops: 0 };
    const stop = line.detector({
      step: 'route',
      watch: {
        entered({ events = [], rejections = [], drops = [] }, door) {
          if (door !== topic) return;
          counted.events += events.length;
          counted.rejections += rejections.length;
          counted.drops += drops.length;
        },
      },
    });
    await doors.write('platform', [{ ...started('crew', 'worker', 'w-1'), origin: 'platform' }]);
    const writer = await openKafkaWriter({ kafka: line.kafka });
    await writer.write(['broken', '{"Type":"image"}'].map((text) => ({ topic, value: Buffer.from(text) })));
    await expect.poll(() => counted, WAIT).toEqual({ events: 1, rejections: 1, drops: 1 });
    await Promise.all([writer.close(), stop()]);
    await doors.close();
  });

  it('applies an order in its place, though the agents’ doors are read only afterwards', async () => {
    const doors = await openDoors(broker, 'lag');
    const line = await openLine(doors, 'lag');
    await relaunchStory(doors, 'crew', () => sleep(50));
    const isAgents = ({ topic }: { topic: string }): boolean => topic.includes('otlp');
    const groups = { ...line.names.groups, route: 'lag-ahead' };
    const ahead = line.detector({
      ...{ step: 'route', groups },
      doors: doors.doors.filter((door) => !isAgents(door)),
    });
    const detect = line.detector({ step: 'detect' });
    await sleep(4_000);
    expect(await line.found()).toEqual([]);
    const behind = line.detector({ step: 'route', doors: doors.doors.filter(isAgents) });
    await expect.poll(line.found, WAIT).toEqual([RELAUNCH]);
    await Promise.all([ahead(), behind(), detect()]);
    await doors.close();
  });

  it('knows who was killed from the control door alone, when its state and log are gone', async () => {
    const doors = await openDoors(broker, 'rebuilt');
    const line = await openLine(doors, 'rebuilt', { partitions: 2 });
    const stop = line.detector();
    await doors.write('agent', [started('crew', 'worker', 'w-1')]);
    await sleep(50);
    await doors.write('control', [killed('crew', 'worker')]);
    await sleep(50);
    await doors.write('agent', [stopped('crew', 'worker', 'w-1')]);
    await sleep(3_000);
    await stop();
    await forget(line.kafka, [line.names.topics.agentEvents, line.names.topics.state]);

    const again = line.detector();
    await doors.write('agent', [started('crew', 'worker', 'w-2')]);
    await expect.poll(line.found, WAIT).toEqual([RELAUNCH]);
    await again();
    await doors.close();
  });
});

describe('topics that are looked at before the detector starts', () => {
  it('are found wanting when they take too little, or are fewer to write to than to paint', async () => {
    const { doors, close, ...others } = await openDoors(broker, 'checked', 1);
    const line = await openLine({ doors, close, ...others }, 'checked', { partitions: 2 });
    const { topics } = line.names;
    expect(await checkTopics(line.kafka, { doors, topics })).toEqual([]);
    const admin = line.kafka.admin();
    await admin.connect();
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        { type: 2, name: topics.findings, configEntries: [{ name: 'max.message.bytes', value: '5000' }] },
      ],
    });
    await admin.createPartitions({ topicPartitions: [{ topic: topics.state, count: 3 }] });
    await admin.disconnect();
    const problems = await checkTopics(line.kafka, { doors, topics });
    expect(problems.map(({ topic, fatal }) => [topic, fatal])).toEqual([
      [topics.agentEvents, true],
      [topics.findings, true],
    ]);
    await close();
  });
});

describe('a detector whose topic is given more partitions', () => {
  it('says so, and finds fleets where they were', async () => {
    const doors = await openDoors(broker, 'grown');
    const line = await openLine(doors, 'grown', { partitions: 2 });
    const stop = line.detector({ spreadEveryMs: 300 });
    const fleets = Array.from({ length: 8 }, (_, number) => `fleet-${number}`);
    for (const fleet of fleets) await relaunchStory(doors, fleet, () => sleep(20));
    await expect.poll(line.found, WAIT).toHaveLength(fleets.length);
    const admin = line.kafka.admin();
    await admin.connect();
    const topic = line.names.topics.agentEvents;
    await admin.createPartitions({ topicPartitions: [{ topic, count: 5 }] });
    await admin.disconnect();
    const told = () => line.notices.filter((text) => text.includes('has 5 partitions'));
    await expect.poll(told, WAIT).toHaveLength(1);
    await stop();

    // Who comes back is known, though by the number of partitions it would be looked for elsewhere.
    const again = line.detector();
    for (const fleet of fleets) await doors.write('agent', [started(fleet, 'worker', 'w-3')]);
    await expect.poll(line.found, WAIT).toHaveLength(2 * fleets.length);
    expect(told()).toHaveLength(2);
    await again();
    await doors.close();
  });
});

describe('a detector whose checkpoints are refused', () => {
  const PARTITIONS = 2;
  /** More in a row than after which a writer is opened anew. */
  const REFUSALS = 8 * PARTITIONS;

  it('goes on finding, and keeps its picture for the first one that is taken', async () => {
    const doors = await openDoors(broker, 'refused');
    const line = await openLine(doors, 'refused', { partitions: PARTITIONS });
    const stop = line.detector();
    await relaunchStory(doors, 'before', () => sleep(50));
    await expect.poll(line.found, WAIT).toEqual([RELAUNCH]);
    await setState(line, ['max.message.bytes', '120']);
    const refused = (): number => line.notices.filter((text) => text.includes('no checkpoint (')).length;
    await expect.poll(refused, WAIT).toBeGreaterThanOrEqual(REFUSALS);
    await relaunchStory(doors, 'meanwhile', () => sleep(50));
    await expect.poll(line.found, WAIT).toEqual([RELAUNCH, RELAUNCH]);
    expect(line.notices.filter((text) => text.includes('begins anew'))).toEqual([]);

    await setState(line);
    await stop();
    const again = line.detector();
    const restored = () => line.notices.filter((text) => text.includes('restored epoch'));
    await expect.poll(restored, WAIT).toHaveLength(PARTITIONS);
    expect(await line.found()).toEqual([RELAUNCH, RELAUNCH]);
    await again();
    await doors.close();
  });
});

async function forget(kafka: Awaited<ReturnType<typeof openLine>>['kafka'], topics: readonly string[]) {
  const admin = kafka.admin();
  await admin.connect();
  for (const topic of topics) {
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: 2, name: topic, configEntries: [{ name: 'cleanup.policy', value: 'delete' }] }],
    });
    const ends = await admin.fetchTopicOffsets(topic);
    const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
    // The policy reaches each partition a little later.
    await vi.waitFor(() => admin.deleteTopicRecords({ topic, partitions }), WAIT);
  }
  await admin.disconnect();
}

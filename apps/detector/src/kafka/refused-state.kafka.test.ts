import { setTimeout as sleep } from 'node:timers/promises';
import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setState } from '../testing/faults.ts';
import { openDoors, openLine } from '../testing/kafka-line.ts';
import { relaunchStory } from '../testing/stories.ts';

let broker: Broker;
beforeAll(async () => {
  broker = await startBroker();
});
afterAll(() => broker?.stop());

const WAIT = { timeout: 40_000, interval: 300 };
const RELAUNCH = 'unauthorised-relaunch worker';
const PARTITIONS = 2;
/** More in a row than after which a writer is opened anew. */
const REFUSALS = 8 * PARTITIONS;

describe('a detector whose checkpoints are refused', () => {
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

import { setTimeout as sleep } from 'node:timers/promises';
import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doors, type KafkaLine, openDoors, openLine } from '../testing/kafka-line.ts';
import { startDetectorProcess } from '../testing/start-detector-process.ts';
import { relaunchStory } from '../testing/stories.ts';

let broker: Broker;
beforeAll(async () => {
  broker = await startBroker();
});
afterAll(() => broker?.stop());

const FLEETS = 30;
const WAIT = { timeout: 45_000, interval: 500 };

/** In each of many fleets an agent is killed and comes back, while `faults` happen. */
async function underLoad(doors: Doors, faults: () => Promise<void>): Promise<void> {
  const load = (async () => {
    for (let fleet = 0; fleet < FLEETS; fleet++) {
      await relaunchStory(doors, `fleet-${fleet}`, () => sleep(120));
    }
  })();
  await Promise.all([load, faults()]);
}

/** By id, of each its newest revision: what an undisturbed line finds behind the same doors. */
async function expectTheSame(line: KafkaLine, undisturbed: KafkaLine): Promise<void> {
  const isWhole = async (): Promise<number> => (await undisturbed.findings()).size;
  await expect.poll(isWhole, WAIT).toBeGreaterThanOrEqual(FLEETS);
  const sorted = async (from: KafkaLine) => [...(await from.findings())].sort();
  const expected = await sorted(undisturbed);
  await expect.poll(() => sorted(line), WAIT).toEqual(expected);
}

describe('a detector that is killed', () => {
  it('finds after all what it would have found, and nothing twice', { timeout: 120_000 }, async () => {
    const doors = await openDoors(broker, 'killed');
    const [undisturbed, line] = [await openLine(doors, 'calm'), await openLine(doors, 'killed')];
    const stop = undisturbed.detector();
    let running = startDetectorProcess(line);
    await underLoad(doors, async () => {
      for (const waitMs of [5_000, 8_500]) {
        await sleep(waitMs);
        await running.end('SIGKILL');
        running = startDetectorProcess(line);
      }
    });
    await expectTheSame(line, undisturbed);
    await running.end('SIGTERM');
    await stop();
    await doors.close();
  });
});

describe('detectors that share partitions', () => {
  it('find together what one would, while one joins, is paused, and leaves', {
    timeout: 120_000,
  }, async () => {
    const doors = await openDoors(broker, 'shared');
    const [undisturbed, line] = [await openLine(doors, 'alone'), await openLine(doors, 'shared')];
    const stop = undisturbed.detector();
    const first = startDetectorProcess(line);
    await underLoad(doors, async () => {
      await sleep(3_000);
      const second = startDetectorProcess(line);
      await sleep(5_000);
      // Longer than a session: the other takes all over, and what this one still believes to own is fenced.
      first.pause();
      await sleep(9_000);
      first.resume();
      await sleep(3_000);
      await second.end('SIGTERM');
    });
    await expectTheSame(line, undisturbed);
    await first.end('SIGTERM');
    await stop();
    await doors.close();
  });
});

describe('a detector whose broker is killed', () => {
  it('goes on by itself once it is back', { timeout: 120_000 }, async () => {
    const doors = await openDoors(broker, 'outage');
    const [undisturbed, line] = [await openLine(doors, 'later'), await openLine(doors, 'outage')];
    const stop = line.detector();
    await underLoad(doors, async () => {
      await sleep(5_000);
      await broker.kill9();
      await sleep(3_000);
      await broker.restart();
    });
    // It reads the same log, and was not there when the broker went.
    const stopLater = undisturbed.detector();
    await expectTheSame(line, undisturbed);
    await Promise.all([stop(), stopLater()]);
    await doors.close();
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker } from '@mortsafe/testing/kafka';
import kafkajs from 'kafkajs';
import type { KafkaLine } from './kafka-line.ts';
import { type DetectorProcess, startDetectorProcess } from './start-detector-process.ts';

/** Where a fault happens. */
export interface Scene {
  broker: Broker;
  line: KafkaLine;
  /** Those that run; a fault may replace them. */
  detectors: DetectorProcess[];
  pauseMs: number;
  random(least: number, most: number): number;
}

/** Begins, lasts for the pause, and is over when it resolves. */
export type Fault = (scene: Scene) => Promise<void>;

/**
 * No checkpoint fits, but the mark does by which the broker ends a transaction (78 bytes): a broker that cannot write
 * that one tries no more until it is started anew.
 */
const TOO_SMALL = ['max.message.bytes', '120'] as const;

export const faults = {
  'a detector is killed': async ({ detectors, line, pauseMs, random }) => {
    const at = random(0, detectors.length - 1);
    await detectors[at]?.end('SIGKILL');
    await sleep(pauseMs);
    detectors[at] = startDetectorProcess(line);
  },
  'a detector is paused': async ({ detectors, pauseMs, random }) => {
    const paused = detectors[random(0, detectors.length - 1)];
    paused?.pause();
    await sleep(pauseMs);
    paused?.resume();
  },
  'partitions are shared out anew': async ({ detectors, line, pauseMs, random }) => {
    const joins = startDetectorProcess(line);
    await sleep(pauseMs);
    const at = random(0, detectors.length - 1);
    const leaves = detectors[at];
    detectors[at] = joins;
    await leaves?.end('SIGTERM');
  },
  'the broker is killed': async ({ broker, pauseMs }) => {
    await broker.kill9();
    await sleep(pauseMs);
    await broker.restart();
  },
  'the broker is paused': async ({ broker, pauseMs }) => {
    broker.pause();
    await sleep(pauseMs);
    broker.resume();
  },
  'the network is cut': async ({ broker, pauseMs, random }) => {
    if (random(0, 1) === 0) broker.proxy?.cut();
    else broker.proxy?.hold();
    await sleep(pauseMs);
    broker.proxy?.heal();
  },
  'the state topic refuses to be written': async ({ line, pauseMs, random }) => {
    const setting = random(0, 1) === 0 ? TOO_SMALL : ['min.insync.replicas', '2'];
    await setState(line, setting);
    await sleep(pauseMs);
    await setState(line);
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

/** Settings that are not named are as they were made. */
export async function setState({ kafka, names }: KafkaLine, changed: readonly string[] = []): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const [name, value] = changed;
  const kept = { name: 'cleanup.policy', value: 'compact' };
  await admin.alterConfigs({
    validateOnly: false,
    resources: [
      {
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: names.topics.state,
        configEntries: name !== undefined && value !== undefined ? [kept, { name, value }] : [kept],
      },
    ],
  });
  await admin.disconnect();
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker } from '@mortsafe/testing/kafka';
import { startFaultLoad } from './fault-load.ts';
import { type FaultName, faults, type Scene } from './faults.ts';
import { openDoors, openLine, type Pace } from './kafka-line.ts';
import { randomBetween } from './random-between.ts';
import { startDetectorProcess } from './start-detector-process.ts';

export interface RunFaultsOptions {
  /** With the listener `proxied`, by which detectors reach it. */
  broker: Broker;
  /** One after another. */
  sequence: readonly FaultName[];
  /** Of topics and groups. */
  name: string;
  pauseMs: number;
  /** Where the broker itself is away. Default the same. */
  brokerPauseMs?: number;
  seed: number;
  /** Default `faultPace`. */
  pace?: Pace;
}

export interface AfterFaults {
  /** `rule fleet/subject`, sorted; one that stands twice was found twice. */
  found: string[];
  expected: string[];
  /** What the detectors said. */
  notices: string[];
  /** From the start of the last detector, or the end of the last fault, until all was found. */
  caughtUpMs: number;
}

/** For pauses of seconds. */
export const faultPace: Pace = { sessionTimeoutMs: 3_000, closedAfterMs: 2_000, gapMs: 8_000 };
const DETECTORS = 2;
const BETWEEN_MS = [1_000, 2_500] as const;
/** Nobody is missed for 45 s after an outage, and until then much has been begun anew. */
const CAUGHT_UP_MS_MAX = 180_000;
const LOOK_EVERY_MS = 1_000;
/** The one that is missed at the end is found last; what is false shows itself before. */
const AFTERWARDS_MS = 1_000;

/** Lets a fault happen at seeded moments while detectors work, and waits until they have found what there is to find. */
export async function runFaults({
  broker,
  sequence,
  name,
  pauseMs,
  brokerPauseMs = pauseMs,
  seed,
  pace = faultPace,
}: RunFaultsOptions): Promise<AfterFaults> {
  const random = randomBetween(seed);
  const doors = await openDoors(broker, name);
  const brokers = broker.listeners.proxied ? [broker.listeners.proxied] : broker.brokers;
  const line = await openLine(doors, name, { pace, brokers });
  const detectors = Array.from({ length: DETECTORS }, () => startDetectorProcess(line));
  const scene: Omit<Scene, 'pauseMs'> = { broker, line, detectors, random };
  const load = startFaultLoad(doors);
  try {
    const began = performance.now();
    while ((await line.foundWhere()).length === 0 && performance.now() - began < CAUGHT_UP_MS_MAX) {
      await sleep(LOOK_EVERY_MS);
    }
    for (const fault of sequence) {
      await sleep(random(...BETWEEN_MS));
      await faults[fault]({ ...scene, pauseMs: fault.startsWith('the broker') ? brokerPauseMs : pauseMs });
    }
    const over = performance.now();
    await load.lastStory();
    const expected = load.expected();
    const isWhole = (found: readonly string[]): boolean => found.length >= expected.length;
    let found = await line.foundWhere();
    while (!isWhole(found) && performance.now() - over < CAUGHT_UP_MS_MAX) {
      await sleep(LOOK_EVERY_MS);
      found = await line.foundWhere();
    }
    const caughtUpMs = Math.round(performance.now() - over);
    await sleep(AFTERWARDS_MS);
    return { found: await line.foundWhere(), expected, notices: line.notices, caughtUpMs };
  } finally {
    await load.end();
    await Promise.all(detectors.map((detector) => detector.end('SIGTERM')));
    await doors.close();
  }
}

/** Each so many times, in an order that the seed decides. */
export function shuffled(names: readonly FaultName[], repeats: number, seed: number): FaultName[] {
  const random = randomBetween(seed);
  const drawn = Array.from({ length: repeats }, () => names)
    .flat()
    .map((name) => ({ name, place: random(0, 1_000_000) }));
  return drawn.sort((a, b) => a.place - b.place).map(({ name }) => name);
}

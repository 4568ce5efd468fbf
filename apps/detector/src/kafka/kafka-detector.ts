import { checkDoors, type DoorProblem, type DoorTopic } from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';
import type { DoorMeter } from '../operations/door-meter.ts';
import { checkSizes } from './check-sizes.ts';
import { type DetectStepOptions, runDetectStep } from './detect-step.ts';
import { rideOut } from './ride-out.ts';
import { type RouteStepOptions, runRouteStep } from './route-step.ts';
import { spreadProblem } from './spread.ts';
import { tellVitalSigns } from './tell-vital-signs.ts';
import type { TopicNames } from './topics.ts';
import { watchSpread } from './watch-spread.ts';

export const detectorSteps = ['route', 'detect', 'both'] as const;
export type DetectorStep = (typeof detectorSteps)[number];

export interface KafkaDetectorOptions extends Omit<RouteStepOptions, 'policy' | 'looked'>, DetectStepOptions {
  step: DetectorStep;
  /** Counts what enters; it hears by `watch`. */
  meter?: Pick<DoorMeter, 'take'>;
  /** How often it is looked whether partitions were added. Default 60,000. */
  spreadEveryMs?: number;
}

/**
 * Runs the detector over Kafka until the signal aborts; then each step leaves behind what the next one needs. Brokers
 * that are away are waited for.
 */
export async function runKafkaDetector(options: KafkaDetectorOptions, signal: AbortSignal): Promise<void> {
  const { step, policy } = options;
  const said = (name: string) => (text: string) => options.notice(`${name}: ${text}`);
  const steps: Promise<void>[] = [];
  if (step !== 'detect') {
    const notice = said('route');
    const looked = {};
    const run = (until: AbortSignal): Promise<void> =>
      runRouteStep({ ...options, policy: policy.policy, looked, notice }, until);
    steps.push(rideOut({ run, again: toldAgain(notice) }, signal));
  }
  if (step !== 'route') {
    const notice = said('detect');
    const run = (until: AbortSignal): Promise<void> => runDetectStep({ ...options, notice }, until);
    steps.push(rideOut({ run, again: toldAgain(notice) }, signal));
  }
  const { meter } = options;
  const vitals = step === 'route' ? undefined : options.vitals;
  if (vitals || meter) {
    const tell = { kafka: options.kafka, topic: options.topics.fleet, vitals, meter };
    const telling = (until: AbortSignal): Promise<void> => tellVitalSigns(tell, until);
    steps.push(rideOut({ run: telling, again: toldAgain(said('vital signs')) }, signal));
  }
  const { kafka, topics, notice, spreadEveryMs: everyMs } = options;
  const endWatch = watchSpread({ kafka, topics, notice, ...(everyMs !== undefined && { everyMs }) });
  await Promise.all(steps).finally(endWatch);
}

const toldAgain =
  (notice: (text: string) => void) =>
  (error: unknown, afterMs: number): void =>
    notice(`begins anew in ${afterMs} ms: ${error instanceof Error ? error.message : String(error)}`);

/**
 * Looks whether the topics are fit for the steps: they exist, and those that time is read from keep the brokers' own.
 *
 * @throws kafkajs's error where the brokers cannot be asked.
 */
export async function checkTopics(
  kafka: Kafka,
  { doors, topics }: { doors: readonly DoorTopic[]; topics: TopicNames },
): Promise<DoorProblem[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const { agentEvents, control: _, ...others } = topics;
    const missing = Object.values(others).filter((topic) => !existing.has(topic));
    const isThere = ({ agentEvents: a, state: b }: TopicNames): boolean => existing.has(a) && existing.has(b);
    const spread = isThere(topics) ? await spreadProblem(kafka, topics) : undefined;
    return [
      ...(spread ? [{ topic: agentEvents, ...spread }] : []),
      ...(await checkSizes(
        admin,
        [agentEvents, ...Object.values(others)].filter((topic) => existing.has(topic)),
      )),
      ...(await checkDoors(admin, [...doors.map(({ topic }) => topic), agentEvents])),
      ...missing.map((topic) => ({ topic, fatal: true, problem: `there is no topic ${topic}` })),
    ];
  } finally {
    await admin.disconnect();
  }
}

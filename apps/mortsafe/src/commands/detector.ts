import { createDoorMeter, createVitalSigns, watchAll } from '@mortsafe/detector';
import {
  checkTopics,
  createMissingTopics,
  type DetectorStep,
  runKafkaDetector,
} from '@mortsafe/detector/kafka';
import { createKafka } from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';
import { type KafkaLocation, type KafkaOptions, kafkaLocation } from '../config/kafka-location.ts';
import { type CommandLine, loadSettings, type Settings } from '../config/settings.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import { sayKafka } from '../kafka/say-kafka.ts';
import { type Operations, openOperations } from '../operations/operations-server.ts';
import { watchDetector } from '../operations/watch-detector.ts';
import { followLaunchers } from '../up/launchers.ts';
import { stopSignal } from '../up/stop-signal.ts';
import { guarded, refusalTexts } from '../user-rules/rule-set.ts';

export interface DetectorOptions
  extends KafkaOptions,
    Pick<CommandLine, 'policy' | 'rules' | 'operationsPort'> {
  step: DetectorStep;
  createTopics?: boolean;
}

/** Not that of `soc`, which may run beside it. */
const DETECTOR_OPERATIONS_PORT = 4391;
/** A broker that is away would keep us waiting for the last checkpoint. */
const LEAVE_MS = 9_000;

/** Runs the detector over Kafka until a signal comes. */
export async function detector(options: DetectorOptions, io: Io): Promise<ExitCode> {
  const settings = loadSettings(options, { cwd: io.cwd, env: io.env });
  const location = kafkaLocation(options, { cwd: io.cwd, env: io.env });
  const log = (level: string, text: string): void => io.stderr(`mortsafe ${level}: ${text}\n`);
  for (const text of refusalTexts(settings.rules)) log('warn', text);
  const operations = await openOperations(settings.operations, DETECTOR_OPERATIONS_PORT);
  try {
    const kafka = await createKafka(location.settings, sayKafka(log));
    await prepareTopics(kafka, location, { create: options.createTopics ?? false, log });
    io.stdout(
      `mortsafe detector (${options.step}) reads ${location.settings.brokers.join(', ')}; ` +
        `health and metrics at ${operations.url}. Ctrl-C stops it.\n`,
    );
    await detect({ kafka, location, settings, operations, log, step: options.step });
    io.stderr('mortsafe: stopped\n');
    return 0;
  } finally {
    await operations.close();
  }
}

interface Detecting {
  kafka: Kafka;
  location: KafkaLocation;
  settings: Settings;
  operations: Operations;
  log(level: string, text: string): void;
  step: DetectorStep;
}

async function detect({ kafka, location, settings, operations, log, step }: Detecting): Promise<void> {
  const { rules, watch } = guarded(settings.rules, (text) => log('warn', text));
  const { doors, topics, groups, sessionTimeoutMs, ocsfVersion } = location;
  const steps = step === 'both' ? (['route', 'detect'] as const) : [step];
  const watched = watchDetector(operations, settings, { steps, groups });
  const meter = createDoorMeter(Date.now);
  operations.readyWhen(watched.troubles);
  const { signal, stop, release } = stopSignal(process, LEAVE_MS, () => {
    log('warn', 'Kafka does not answer: stopped without a last checkpoint; what came since is read again');
    return 0;
  });
  const unfollow = followLaunchers(stop);
  try {
    await runKafkaDetector(
      {
        ...{ kafka, step, doors, topics, groups, rules, ocsfVersion },
        policy: settings.policy,
        checkpointEveryMs: settings.checkpointEveryMs,
        notice: (text) => log('info', text),
        ruleFailed: watch.failed,
        watch: watchAll(watched.watch, meter.watch),
        meter,
        vitals: createVitalSigns(doors.map(({ topic }) => topic)),
        ...(sessionTimeoutMs !== undefined && { sessionTimeoutMs }),
      },
      signal,
    );
  } finally {
    watch.finish();
    unfollow();
    release();
  }
}

interface Preparing {
  create: boolean;
  log(level: string, text: string): void;
}

/** @throws {CannotRun} A topic is missing or unfit, with what to type. */
async function prepareTopics(
  kafka: Kafka,
  { doors, topics, partitions, replicationFactor }: KafkaLocation,
  { create, log }: Preparing,
): Promise<void> {
  if (create) {
    const copies = replicationFactor === undefined ? {} : { replicationFactor };
    const made = await createMissingTopics({ kafka, doors, topics, partitions, ...copies });
    if (made.length > 0) log('info', `made the topics ${made.join(', ')}`);
  }
  const problems = await checkTopics(kafka, { doors, topics }).catch((error: Error) => {
    throw new CannotRun(`Kafka cannot be asked: ${error.message}`);
  });
  for (const { fatal, problem } of problems) if (!fatal) log('warn', problem);
  const fatal = problems.filter((each) => each.fatal).map(({ problem }) => problem);
  if (fatal.length > 0)
    throw new CannotRun(`${fatal.join('\n')}\n--create-topics makes those that are missing`);
}

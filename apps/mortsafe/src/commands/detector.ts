import {
  checkTopics,
  createMissingTopics,
  type DetectorStep,
  runKafkaDetector,
} from '@mortsafe/detector/kafka';
import { createKafka } from '@mortsafe/sources/kafka';
import { type KafkaLocation, type KafkaOptions, kafkaLocation } from '../config/kafka-location.ts';
import { type CommandLine, loadSettings } from '../config/settings.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import { sayKafka } from '../kafka/say-kafka.ts';
import { followLaunchers } from '../up/launchers.ts';
import { stopSignal } from '../up/stop-signal.ts';
import { guarded, refusalTexts } from '../user-rules/rule-set.ts';

export interface DetectorOptions extends KafkaOptions, Pick<CommandLine, 'policy' | 'rules'> {
  step: DetectorStep;
  createTopics?: boolean;
}

/** Runs the detector over Kafka until a signal comes. */
export async function detector(options: DetectorOptions, io: Io): Promise<ExitCode> {
  const settings = loadSettings(options, { cwd: io.cwd, env: io.env });
  const location = kafkaLocation(options, { cwd: io.cwd, env: io.env });
  const log = (level: string, text: string): void => io.stderr(`mortsafe ${level}: ${text}\n`);
  for (const text of refusalTexts(settings.rules)) log('warn', text);
  const kafka = await createKafka(location.settings, sayKafka(log));
  await prepareTopics(kafka, location, { create: options.createTopics ?? false, log });

  const { rules, watch } = guarded(settings.rules, (text) => log('warn', text));
  const { signal, stop, release } = stopSignal(process);
  const unfollow = followLaunchers(stop);
  const { doors, topics, groups, sessionTimeoutMs } = location;
  try {
    io.stdout(
      `mortsafe detector (${options.step}) reads ${location.settings.brokers.join(', ')}. Ctrl-C stops it.\n`,
    );
    await runKafkaDetector(
      {
        ...{ kafka, step: options.step, doors, topics, groups, rules },
        policy: settings.policy,
        checkpointEveryMs: settings.checkpointEveryMs,
        notice: (text) => log('info', text),
        ruleFailed: watch.failed,
        ...(sessionTimeoutMs !== undefined && { sessionTimeoutMs }),
      },
      signal,
    );
    io.stderr('mortsafe: stopped\n');
    return 0;
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
  kafka: Awaited<ReturnType<typeof createKafka>>,
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

import { type AgentEvent, serialiseAgentEvent } from '@mortsafe/agent-events';
import { createProgress, measureLag } from '@mortsafe/detector';
import {
  createSocAlerting,
  type Log,
  type SocAlerting,
  type SocAlertingOptions,
  type WatchdogOptions,
} from '@mortsafe/soc-alerting';
import { createKafka, type KafkaWriter, openKafkaWriter } from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';
import { kafkaBeats } from '../canary/kafka-canary.ts';
import { watchdogOf } from '../canary/watchdog-of.ts';
import type { ChannelWorld } from '../config/channel-settings.ts';
import { doorFlags } from '../config/door-location.ts';
import { type KafkaLocation, type KafkaOptions, kafkaLocation } from '../config/kafka-location.ts';
import { type CanarySettings, type CommandLine, loadSettings, type Settings } from '../config/settings.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import { kafkaFindingsSource } from '../kafka/findings-source.ts';
import { type FollowedFleet, followFleet } from '../kafka/follow-fleet.ts';
import { sayKafka } from '../kafka/say-kafka.ts';
import { type Operations, openOperations } from '../operations/operations-server.ts';
import { watchSoc } from '../operations/watch-soc.ts';
import { builtConsole } from '../up/built-console.ts';
import { makeDataDirectory, tokenIn, VIEW_TOKEN_FILE } from '../up/data-directory.ts';
import { followLaunchers } from '../up/launchers.ts';
import { controlTokensOf, fromSettings, unfitSettings } from '../up/soc-parts.ts';
import { aborted, stopSignal } from '../up/stop-signal.ts';

export type SocOptions = KafkaOptions &
  Pick<CommandLine, 'data' | 'listen' | 'socPort' | 'ordersPort' | 'operationsPort'>;

const SOC_OPERATIONS_PORT = 4390;

/** A broker that is away would keep us waiting for what is still to be written. */
const LEAVE_MS = 9_000;

/** Runs the SOC application on the findings of a Kafka until a signal comes; what people order goes back there. */
export async function soc(options: SocOptions, io: Io): Promise<ExitCode> {
  const settings = loadSettings(options, { cwd: io.cwd, env: io.env });
  const location = kafkaLocation(options, io);
  const log: Log = (level, text) => io.stderr(`mortsafe ${level}: ${text}\n`);
  const operations = await openOperations(settings.operations, SOC_OPERATIONS_PORT);
  const { signal, stop, release } = stopSignal(process, LEAVE_MS, () => {
    log(
      'warn',
      'Kafka does not answer: stopped all the same; what was to be written is written at the next start',
    );
    return 0;
  });
  const unfollow = followLaunchers(stop);
  try {
    await makeDataDirectory(settings.dataDirectory);
    const kafka = await createKafka(location.settings, sayKafka(log));
    const writer = await openKafkaWriter({ kafka });
    const commandLine = (url: string) => ({
      name: io.self ?? 'mortsafe',
      options: doorFlags(settings, url, io),
    });
    const parts = { kafka, location, settings, writer, operations, log, commandLine, signal };
    const running = await startSoc(parts).catch(unfitSettings);
    io.stdout(
      `mortsafe soc shows incidents at ${running.viewLink()} (opens once, within 15 minutes); ` +
        `agents hear of their orders at ${running.ordersUrl}; health and metrics at ${operations.url}. Ctrl-C stops it.\n`,
    );
    await aborted(signal);
    io.stderr('mortsafe: stopping\n');
    await running.stop();
    await writer.close();
    return 0;
  } finally {
    await operations.close();
    unfollow();
    release();
  }
}

const produceBy =
  (writer: KafkaWriter): NonNullable<ChannelWorld['produce']> =>
  (topic, lines) =>
    writer.write(lines.map(({ key, text }) => ({ topic, key, value: Buffer.from(text) })));

interface SocParts {
  kafka: Kafka;
  location: KafkaLocation;
  settings: Settings;
  writer: KafkaWriter;
  operations: Operations;
  log: Log;
  commandLine: NonNullable<SocAlertingOptions['commandLine']>;
  signal: AbortSignal;
}

async function startSoc(parts: SocParts): Promise<SocAlerting> {
  const { kafka, location, settings, writer, operations, log, commandLine, signal } = parts;
  const { topics, groups, doors } = location;
  const platform = doors.find(({ pass, format }) => pass.origin === 'platform' && !format.startsWith('otlp'));
  if (!platform)
    throw new CannotRun('kafka.doors has no door of origin platform and format sensors or events');
  const writeTo = (topic: string) => (event: AgentEvent) =>
    writer.write([{ topic, key: event.fleet, value: Buffer.from(serialiseAgentEvent(event)) }]);
  const { host, port, viewToken, publicUrl } = settings.socDoor;
  const { lagMaxMs } = settings.operations;
  const progress = createProgress({ steps: ['soc'], lagMaxMs, checkpointEveryMs: lagMaxMs, now: Date.now });
  measureLag({ meter: operations.meter, progress, groups });
  const consoleFolder = await builtConsole(log);
  const fleet = followFleet({ kafka, groupId: groups.soc, topic: topics.fleet }, signal);
  const soc = await createSocAlerting({
    findings: kafkaFindingsSource({
      ...{ kafka, groupId: groups.soc, topics, watch: progress.watch },
      unreadable: (position, reason) => log('error', `${position} cannot be read: ${reason}`),
    }),
    ...fromSettings(settings, { produce: produceBy(writer) }),
    controlTokens: await controlTokensOf(settings),
    publishControl: writeTo(topics.control),
    publishPlatform: writeTo(platform.topic),
    knownAgent: fleet.knows,
    fleetsOf: fleet.fleetsOf,
    seenAgents: fleet.agents,
    takeDoorMinutes: fleet.takeMinutes,
    instancesOf: fleet.living,
    ...(settings.canary && { watchdog: watchdogBy(settings.canary, fleet, parts) }),
    commandLine,
    server: {
      ...{ host, port },
      viewToken: viewToken ?? (await tokenIn(settings.dataDirectory, VIEW_TOKEN_FILE)),
      ...(publicUrl !== undefined && { publicUrl }),
      ...(consoleFolder !== undefined && { consoleFolder }),
    },
    log,
  });
  const storage = watchSoc(operations, soc);
  operations.readyWhen(async () => [...progress.troubles(), ...(await storage.troubles())]);
  signal.addEventListener('abort', () => operations.readyWhen(() => ['it is stopping']), { once: true });
  return soc;
}

function watchdogBy(
  canary: CanarySettings,
  { signs }: FollowedFleet,
  { location, writer }: SocParts,
): WatchdogOptions {
  const { doors } = location;
  const named = doors.map(({ topic, pass }) => ({ name: topic, origin: pass.origin }));
  return watchdogOf(canary, named, { signs, beat: kafkaBeats(doors, writer) });
}

import { type AgentEvent, serialiseAgentEvent } from '@mortsafe/agent-events';
import { createSocAlerting, type Log } from '@mortsafe/soc-alerting';
import { createKafka, openKafkaWriter } from '@mortsafe/sources/kafka';
import { doorFlags } from '../config/door-location.ts';
import { type KafkaOptions, kafkaLocation } from '../config/kafka-location.ts';
import { type CommandLine, loadSettings } from '../config/settings.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import { kafkaFindingsSource } from '../kafka/findings-source.ts';
import { sayKafka } from '../kafka/say-kafka.ts';
import { makeDataDirectory, tokenIn, VIEW_TOKEN_FILE } from '../up/data-directory.ts';
import { followLaunchers } from '../up/launchers.ts';
import { channelsOf, controlTokensOf, executorOf, storageOf, unfitSettings } from '../up/soc-parts.ts';
import { aborted, stopSignal } from '../up/stop-signal.ts';

export type SocOptions = KafkaOptions & Pick<CommandLine, 'data' | 'listen' | 'socPort'>;

/** Runs the SOC application on the findings of a Kafka until a signal comes; what people order goes back there. */
export async function soc(options: SocOptions, io: Io): Promise<ExitCode> {
  const settings = loadSettings(options, { cwd: io.cwd, env: io.env });
  const { settings: kafkaSettings, topics, groups, doors } = kafkaLocation(options, io);
  const platform = doors.find(({ pass, format }) => pass.origin === 'platform' && format === 'events');
  if (!platform) throw new CannotRun('kafka.doors has no door of origin platform and format events');
  const log: Log = (level, text) => io.stderr(`mortsafe ${level}: ${text}\n`);
  const { signal, stop, release } = stopSignal(process);
  const unfollow = followLaunchers(stop);
  try {
    await makeDataDirectory(settings.dataDirectory);
    const kafka = await createKafka(kafkaSettings, sayKafka(log));
    const writer = await openKafkaWriter({ kafka });
    const writeTo = (topic: string) => (event: AgentEvent) =>
      writer.write([{ topic, key: event.fleet, value: Buffer.from(serialiseAgentEvent(event)) }]);
    const { host, port, viewToken, publicUrl } = settings.socDoor;
    const running = await createSocAlerting({
      findings: kafkaFindingsSource({
        ...{ kafka, groupId: groups.soc, topics },
        unreadable: (position, reason) => log('error', `${position} cannot be read: ${reason}`),
      }),
      storage: storageOf(settings),
      channels: channelsOf(settings),
      controlTokens: await controlTokensOf(settings),
      executors: settings.executors.map(executorOf),
      publishControl: writeTo(topics.control),
      publishPlatform: writeTo(platform.topic),
      commandLine: (url) => ({ name: io.self ?? 'mortsafe', options: doorFlags(settings, url, io) }),
      server: {
        ...{ host, port },
        viewToken: viewToken ?? (await tokenIn(settings.dataDirectory, VIEW_TOKEN_FILE)),
        ...(publicUrl !== undefined && { publicUrl }),
      },
      log,
    }).catch(unfitSettings);
    io.stdout(
      `mortsafe soc shows incidents at ${running.viewLink()} (opens once, within 15 minutes). Ctrl-C stops it.\n`,
    );
    await aborted(signal);
    io.stderr('mortsafe: stopping\n');
    await running.stop();
    await writer.close();
    return 0;
  } finally {
    unfollow();
    release();
  }
}

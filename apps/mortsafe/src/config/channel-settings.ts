import { resolve } from 'node:path';
import {
  alertmanagerChannel,
  type Channel,
  emailChannel,
  lineFile,
  type OcsfLine,
  ocsfChannel,
  pagerDutyChannel,
  slackBotChannel,
  slackChannel,
  splunkChannel,
  teamsChannel,
  terminalChannel,
  webhookChannel,
} from '@mortsafe/soc-alerting';
import { CannotRun } from '../io.ts';
import { type ChannelsConfig, channelName, type Kind, kinds } from './channels-config.ts';
import type { SecretSource } from './secret.ts';
import { withoutAbsent } from './without-absent.ts';

/** What a channel may need of the process that it runs in. */
export interface ChannelWorld {
  /** Takes what the terminal channel prints. Default: standard output. */
  print?: ((text: string) => Promise<void>) | undefined;
  /** Writes to a topic of Kafka. Absent where there is none. */
  produce?: ((topic: string, lines: readonly OcsfLine[]) => Promise<void>) | undefined;
}

/** A channel as it is configured, not yet made. */
export interface ConfiguredChannel {
  name: string;
  kind: string;
  /** Where it leads, for people: no secret. */
  to: string;
  /** @throws {CannotRun} It needs what this process has not. */
  make(world: ChannelWorld): Channel;
}

type Secret = (source: SecretSource) => string;
type Described = Pick<ConfiguredChannel, 'to' | 'make'>;
type Describe<Key extends Kind> = (given: ChannelsConfig[Key][number] & { name: string }) => Described;

/**
 * The channels of the configuration, with their secrets fetched.
 *
 * @throws {CannotRun} A secret cannot be read.
 */
export function channelSettings(
  config: ChannelsConfig,
  secret: Secret,
  directory: string,
): ConfiguredChannel[] {
  const each = <Key extends Kind>(key: Key, describe: Describe<Key>): ConfiguredChannel[] =>
    config[key].map((given: ChannelsConfig[Key][number], index) => {
      const name = channelName(key, given, index);
      return { name, kind: kinds[key], ...describe({ ...given, name }) };
    });

  return [
    ...(config.terminal ? [terminal] : []),
    ...each('webhooks', (given) => {
      const options = { name: given.name, url: secret(given.url), secret: secret(given.secret) };
      return { to: hostOf(options.url), make: () => webhookChannel(options) };
    }),
    ...each('slack', ({ name, url: place, token, channel = '', apiUrl }) => {
      if (!token) {
        const url = place ? secret(place) : '';
        return { to: hostOf(url), make: () => slackChannel({ name, url }) };
      }
      const buttons = config.slackButtons !== undefined;
      const options = withoutAbsent({ name, channel, token: secret(token), buttons, apiUrl });
      return { to: channel, make: () => slackBotChannel(options) };
    }),
    ...each('teams', ({ name, url: place }) => {
      const url = secret(place);
      return { to: hostOf(url), make: () => teamsChannel({ name, url }) };
    }),
    ...each('pagerduty', ({ name, url, routingKey }) => {
      const options = withoutAbsent({ name, routingKey: secret(routingKey), url });
      return { to: hostOf(url ?? 'https://events.pagerduty.com'), make: () => pagerDutyChannel(options) };
    }),
    ...each('email', ({ user, password, ...given }) => {
      const auth = user !== undefined && password ? { user, password: secret(password) } : undefined;
      const options = withoutAbsent({ ...given, auth });
      return { to: given.to.join(', '), make: () => emailChannel(options) };
    }),
    ...each('splunk', (given) => {
      const options = withoutAbsent({ ...given, token: secret(given.token) });
      return { to: hostOf(given.url), make: () => splunkChannel(options) };
    }),
    ...each('alertmanager', (given) => {
      const options = withoutAbsent({ ...given, token: given.token && secret(given.token) });
      return { to: hostOf(given.url), make: () => alertmanagerChannel(options) };
    }),
    ...each('ocsf', (given) => ocsf(given, directory)),
  ];
}

export const terminal: ConfiguredChannel = {
  name: 'terminal',
  kind: 'terminal',
  to: 'standard output',
  make: ({ print }) => terminalChannel(print ? { write: print } : {}),
};

function ocsf(
  { name, version = '1.8.0', file, topic = '' }: Parameters<Describe<'ocsf'>>[0],
  directory: string,
): Described {
  if (file !== undefined) {
    const path = resolve(directory, file);
    return { to: path, make: () => ocsfChannel({ name, version, write: lineFile(path) }) };
  }
  const make = ({ produce }: ChannelWorld): Channel => {
    if (!produce) throw new CannotRun(`channel ${name}: a topic needs Kafka, which \`mortsafe soc\` runs on`);
    return ocsfChannel({ name, version, write: (lines) => produce(topic, lines) });
  };
  return { to: `topic ${topic}`, make };
}

/** The machine alone: paths of webhooks are secrets. */
function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    throw new CannotRun('a channel: its url is none');
  }
}

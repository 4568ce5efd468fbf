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
import { type ChannelsConfig, channelNames } from './channels-config.ts';
import type { SecretSource } from './secret.ts';

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
type Named<Made> = (config: Made, name: string) => Omit<ConfiguredChannel, 'name' | 'kind'>;

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
  const names = new Map(channelNames(config).map(({ name, path }) => [path.join('.'), name]));
  const each = <Key extends keyof ChannelsConfig, Made>(
    key: Key,
    kind: string,
    list: readonly Made[],
    describe: Named<Made>,
  ): ConfiguredChannel[] =>
    list.map((made, index) => {
      const name = names.get(`${key}.${index}`) ?? kind;
      return { name, kind, ...describe(made, name) };
    });

  return [
    ...(config.terminal ? [terminal] : []),
    ...each('webhooks', 'webhook', config.webhooks, ({ url, secret: key }, name) => {
      const options = { name, url: secret(url), secret: secret(key) };
      return { to: hostOf(options.url), make: () => webhookChannel(options) };
    }),
    ...each('slack', 'slack', config.slack, (made, name) => {
      const { channel = '', apiUrl } = made;
      if (!made.token) {
        const url = made.url ? secret(made.url) : '';
        return { to: hostOf(url), make: () => slackChannel({ name, url }) };
      }
      const options = {
        name,
        channel,
        token: secret(made.token),
        buttons: config.slackButtons !== undefined,
      };
      return {
        to: channel,
        make: () => slackBotChannel({ ...options, ...(apiUrl !== undefined && { apiUrl }) }),
      };
    }),
    ...each('teams', 'teams', config.teams, (made, name) => {
      const url = secret(made.url);
      return { to: hostOf(url), make: () => teamsChannel({ name, url }) };
    }),
    ...each('pagerduty', 'pagerduty', config.pagerduty, ({ url, routingKey }, name) => {
      const options = { name, routingKey: secret(routingKey), ...(url !== undefined && { url }) };
      return { to: hostOf(url ?? 'https://events.pagerduty.com'), make: () => pagerDutyChannel(options) };
    }),
    ...each('email', 'email', config.email, ({ host, port, tls, user, password, from, to }, name) => {
      const auth = user !== undefined && password ? { auth: { user, password: secret(password) } } : {};
      const options = { name, host, from, to, ...(port && { port }), ...(tls && { tls }), ...auth };
      return { to: to.join(', '), make: () => emailChannel(options) };
    }),
    ...machines(config, secret, directory, each),
  ];
}

export const terminal: ConfiguredChannel = {
  name: 'terminal',
  kind: 'terminal',
  to: 'standard output',
  make: ({ print }) => terminalChannel(print ? { write: print } : {}),
};

function machines(
  config: ChannelsConfig,
  secret: Secret,
  directory: string,
  each: <Made>(
    key: keyof ChannelsConfig,
    kind: string,
    list: readonly Made[],
    describe: Named<Made>,
  ) => ConfiguredChannel[],
): ConfiguredChannel[] {
  return [
    ...each('splunk', 'splunk', config.splunk, ({ url, token, index, sourcetype }, name) => {
      const about = {
        ...(index !== undefined && { index }),
        ...(sourcetype !== undefined && { sourcetype }),
      };
      const options = { name, url, token: secret(token), ...about };
      return { to: hostOf(url), make: () => splunkChannel(options) };
    }),
    ...each('alertmanager', 'alertmanager', config.alertmanager, ({ url, token }, name) => {
      const options = { name, url, ...(token && { token: secret(token) }) };
      return { to: hostOf(url), make: () => alertmanagerChannel(options) };
    }),
    ...each('ocsf', 'ocsf', config.ocsf, (made, name) => {
      const version = made.version ?? '1.8.0';
      if (made.file !== undefined) {
        const file = resolve(directory, made.file);
        return { to: file, make: () => ocsfChannel({ name, version, write: lineFile(file) }) };
      }
      const { topic = '' } = made;
      const make = ({ produce }: ChannelWorld): Channel => {
        if (!produce)
          throw new CannotRun(`channel ${name}: a topic needs Kafka, which \`mortsafe soc\` runs on`);
        return ocsfChannel({ name, version, write: (lines) => produce(topic, lines) });
      };
      return { to: `topic ${topic}`, make };
    }),
  ];
}

/** The machine alone: paths of webhooks are secrets. */
function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    throw new CannotRun('a channel: its url is none');
  }
}

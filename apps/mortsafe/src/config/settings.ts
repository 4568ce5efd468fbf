import { resolve } from 'node:path';
import type { SensorFile } from '@mortsafe/detector';
import type {
  AccessOptions,
  ControlToken,
  HookSettings,
  PagerDutyReplies,
  RoutingOptions,
  SlackButtons,
} from '@mortsafe/soc-alerting';
import { CannotRun } from '../io.ts';
import { type RuleSet, ruleSet } from '../user-rules/rule-set.ts';
import { accessOf, hooksOf } from './access-settings.ts';
import { type ConfiguredChannel, channelSettings } from './channel-settings.ts';
import type { Config, DoorToken } from './config.ts';
import type { ResolvedToken } from './door-tokens.ts';
import {
  AGENTS_PORT,
  CHECKPOINT_EVERY_MS,
  CONFIG_FILE,
  DATA_DIRECTORY,
  LAG_MS_MAX,
  LOOPBACK,
  readConfig,
  SOC_PORT,
  WATCH_EVERY_MS,
} from './read-config.ts';
import { type LoadedPolicy, loadPolicy } from './read-policy.ts';
import { routingSettings } from './routing-settings.ts';
import { fetchSecret, type SecretSource } from './secret.ts';
import { withoutAbsent } from './without-absent.ts';

export interface DoorSettings {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  tokens: ResolvedToken[];
}

export interface SocDoorSettings {
  host: string;
  port: number;
  /** None: one is made on first run. */
  controlTokens: ControlToken[];
  /** Undefined: one is made on first run. */
  viewToken: string | undefined;
  /** Undefined: host and port. */
  publicUrl: string | undefined;
}

export interface OrdersDoorSettings {
  host: string;
  /** 0 lets the system choose. Undefined: the usual one, or another where that is taken. */
  port: number | undefined;
}

export interface OperationsSettings {
  host: string;
  /** 0 lets the system choose. Undefined: the usual one, or another where that is taken. */
  port: number | undefined;
  lagMaxMs: number;
}

export interface CanarySettings {
  everyMs: number;
  silentAfterMs: number;
  fleetSilentAfterMs: number;
  /** Undefined: no message. */
  messageEveryMs: number | undefined;
}

/** All that `up` needs to know, with every path absolute and every secret fetched. */
export interface Settings {
  dataDirectory: string;
  rules: RuleSet;
  policy: LoadedPolicy;
  checkpointEveryMs: number;
  agentsDoor: DoorSettings;
  platformDoor: DoorSettings | undefined;
  /** Followed beside the doors. Absent: none. */
  sensorFiles?: SensorFile[];
  socDoor: SocDoorSettings;
  /** Absent: closed. */
  ordersDoor?: OrdersDoorSettings;
  access: AccessOptions;
  hooks: HookSettings[];
  operations: OperationsSettings;
  /** Undefined: nobody watches the watcher. */
  canary: CanarySettings | undefined;
  /** How often the processes of this machine are looked at. Absent: never. */
  watchEveryMs?: number;
  /** Undefined: a database of its own in the data directory. */
  postgres: { url: string; schema: string | undefined } | undefined;
  retention: Config['storage']['retention'];
  shieldingDomains: Config['shieldingDomains'];
  executors: Config['executors'];
  isolators: Config['isolators'];
  channels: ConfiguredChannel[];
  routing: RoutingOptions;
  /** Undefined: no button under messages in Slack. */
  slackButtons: SlackButtons | undefined;
  /** Undefined: nothing that is done in PagerDuty counts here. */
  pagerDutyReplies: PagerDutyReplies | undefined;
}

/** What the command line says; it wins over the file. */
export interface CommandLine {
  config?: string;
  data?: string;
  policy?: string;
  /** Folder of the user's own rules. */
  rules?: string;
  listen?: string;
  agentsPort?: number;
  socPort?: number;
  ordersPort?: number;
  operationsPort?: number;
  /** Follows the processes of this machine, too. */
  watch?: boolean;
}

/**
 * Puts together what the command line, `mortsafe.yaml` and the defaults say.
 *
 * @throws {CannotRun} A file or a secret cannot be read, or a door would be open to the network without tokens.
 */
export function loadSettings(options: CommandLine, world: { cwd: string; env: NodeJS.ProcessEnv }): Settings {
  const { file, directory, read } = readConfig(options, world);
  const secret = (source: SecretSource): string => {
    const fetched = fetchSecret(source, world.env, directory);
    if (fetched.kind === 'missing') throw new CannotRun(`${file}: ${fetched.reason}`);
    return fetched.secret;
  };
  const tokens = (list: readonly DoorToken[]): ResolvedToken[] =>
    list.map(({ token, fleets, agent }) => ({ token: secret(token), fleets, agent }));
  const { agents, platform, soc, orders } = read.doors;
  const rules = ruleSet(pathOf('rules', options, world.cwd, read, directory));

  const settings: Settings = {
    dataDirectory: options.data
      ? resolve(world.cwd, options.data)
      : resolve(directory, read.data ?? DATA_DIRECTORY),
    rules,
    policy: loadPolicy(pathOf('policy', options, world.cwd, read, directory), rules),
    checkpointEveryMs: read.checkpointEvery ?? CHECKPOINT_EVERY_MS,
    agentsDoor: {
      host: options.listen ?? agents.host ?? LOOPBACK,
      port: options.agentsPort ?? agents.port ?? AGENTS_PORT,
      tokens: tokens(agents.tokens),
    },
    platformDoor: platform && {
      host: options.listen ?? platform.host ?? LOOPBACK,
      port: platform.port,
      tokens: tokens(platform.tokens),
    },
    sensorFiles: read.sensors.files.map((each) => ({ ...each, file: resolve(directory, each.file) })),
    socDoor: socDoorOf(soc, options, secret),
    ordersDoor: {
      host: options.listen ?? orders.host ?? LOOPBACK,
      port: options.ordersPort ?? orders.port,
    },
    access: accessOf(read.access, secret),
    hooks: hooksOf(read.hooks, secret),
    operations: {
      host: read.operations.host ?? LOOPBACK,
      port: options.operationsPort ?? read.operations.port,
      lagMaxMs: read.operations.lagMax ?? LAG_MS_MAX,
    },
    canary: canaryOf(read.canary),
    ...(options.watch && { watchEveryMs: read.watch.every ?? WATCH_EVERY_MS }),
    postgres: postgresOf(read.storage, world.env, secret),
    retention: read.storage.retention,
    shieldingDomains: read.shieldingDomains,
    executors: read.executors,
    isolators: read.isolators,
    channels: channelSettings(read.channels, secret, directory),
    routing: routingSettings(read.routing),
    ...decidedElsewhere(read.channels, secret),
  };
  refuseOpenDoor(settings);
  return settings;
}

const socDoorOf = (
  { host, port, controlTokens, viewToken, publicUrl }: Config['doors']['soc'],
  options: CommandLine,
  secret: (source: SecretSource) => string,
): SocDoorSettings => ({
  host: options.listen ?? host ?? LOOPBACK,
  port: options.socPort ?? port ?? SOC_PORT,
  controlTokens: controlTokens.map(({ token, person, role, fleets }) => ({
    ...{ token: secret(token), person },
    ...(role && { role }),
    ...(fleets && { fleets }),
  })),
  viewToken: viewToken && secret(viewToken),
  publicUrl,
});

const canaryOf = ({
  every,
  silentAfter,
  fleetSilentAfter,
  messageEvery,
}: Config['canary']): CanarySettings => ({
  everyMs: every ?? 10_000,
  silentAfterMs: silentAfter ?? 60_000,
  fleetSilentAfterMs: fleetSilentAfter ?? 300_000,
  messageEveryMs: messageEvery,
});

/** What people decide in Slack and PagerDuty. */
const decidedElsewhere = (
  { slackButtons, pagerdutyReplies }: Config['channels'],
  secret: (source: SecretSource) => string,
): Pick<Settings, 'slackButtons' | 'pagerDutyReplies'> => ({
  slackButtons: slackButtons && {
    signingSecret: secret(slackButtons.signingSecret),
    people: slackButtons.people,
  },
  pagerDutyReplies: pagerdutyReplies && {
    ...withoutAbsent(pagerdutyReplies),
    secret: secret(pagerdutyReplies.secret),
  },
});

/** Its address holds a password: in the environment it has a variable of its own. */
function postgresOf(
  { postgres, schema }: Config['storage'],
  env: NodeJS.ProcessEnv,
  secret: (source: SecretSource) => string,
): Settings['postgres'] {
  const url = env.MORTSAFE_DATABASE_URL || (postgres && secret(postgres));
  return url ? { url, schema } : undefined;
}

/** The command line's paths are relative to where it was given, the file's to where the file is. */
function pathOf(
  key: 'policy' | 'rules',
  options: CommandLine,
  cwd: string,
  read: Config,
  directory: string,
): string | undefined {
  const [given, written] = [options[key], read[key]];
  if (given !== undefined) return resolve(cwd, given);
  return written === undefined ? undefined : resolve(directory, written);
}

/** The control and view doors always have tokens; the agents' door must have them once others can reach it. */
function refuseOpenDoor({ agentsDoor }: Settings): void {
  if (isLoopback(agentsDoor.host) || agentsDoor.tokens.length > 0) return;
  throw new CannotRun(
    `the agents' door would listen on ${agentsDoor.host} for anybody; ` +
      `give it tokens (doors.agents.tokens in ${CONFIG_FILE}) or keep it on ${LOOPBACK}`,
  );
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

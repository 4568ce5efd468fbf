import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { AgentEvent } from '@mortsafe/agent-events';
import { type DetectorApp, startDetectorApp } from '@mortsafe/detector';
import {
  type ChannelSettings,
  type ControlToken,
  createSocAlerting,
  type ExecutorSettings,
  type Log,
  type SocAlerting,
  type SocAlertingOptions,
  slackChannel,
  terminalChannel,
  webhookChannel,
} from '@mortsafe/soc-alerting';
import type { ExecutorConfig } from '../config/config.ts';
import { authenticateBy } from '../config/door-tokens.ts';
import type { DoorSettings, Settings } from '../config/settings.ts';
import { CannotRun } from '../io.ts';
import { changedRules } from '../user-rules/changed-rules.ts';
import { guarded } from '../user-rules/rule-set.ts';
import { CONTROL_TOKEN_FILE, makeDataDirectory, tokenIn, VIEW_TOKEN_FILE } from './data-directory.ts';
import { doorFailure } from './door-failure.ts';
import { findingsSource } from './findings-source.ts';
import { tryPort } from './try-port.ts';

/** The whole of mortsafe, running in this process. */
export interface Mortsafe {
  agentsUrl: string;
  platformUrl: string | undefined;
  soc: SocAlerting;
  controlToken: ControlToken;
  detector: DetectorApp;
  /** Rejects when it cannot go on. */
  ended: Promise<void>;
  /** Ends the SOC application, then the doors and the detector, so that whatever is told on the way finds an ear. */
  stop(): Promise<void>;
}

export interface World {
  log: Log;
  /** Takes what the terminal channel prints. Default: standard output. */
  print?: (text: string) => Promise<void>;
  /** How people reach this mortsafe by commands, for those in messages. Default: as if all were usual. */
  commandLine?: SocAlertingOptions['commandLine'];
}

/**
 * Starts everything: the logs and the detector, the SOC application, and the doors last, so that nobody is let in
 * before there is somebody to take care of him.
 *
 * @throws {CannotRun} The data directory is in use, or a port is taken; the message says what to do.
 */
export async function startMortsafe(
  settings: Settings,
  { log, print, commandLine }: World,
): Promise<Mortsafe> {
  await makeDataDirectory(settings.dataDirectory);
  await refuseTakenPorts(settings);
  const warn = (text: string): void => log('warn', text);
  const { rules, watch } = guarded(settings.rules, warn);
  for (const text of await changedRules(settings)) warn(text);
  const detector = await startDetectorApp({
    directory: settings.dataDirectory,
    rules,
    policy: settings.policy,
    checkpointEveryMs: settings.checkpointEveryMs,
    now: Date.now,
    notice: warn,
    ruleFailed: watch.failed,
  }).catch(doorFailure(settings));
  const stops = [async () => watch.finish(), () => detector.stop()];
  const stop = async (): Promise<void> => {
    for (const part of stops.splice(0).reverse()) await part();
  };

  try {
    const controlTokens = await controlTokensOf(settings);
    const soc = await startSoc(settings, { detector, controlTokens, log, print, commandLine }).catch(
      unfitSettings,
    );
    stops.push(() => soc.stop());
    const doors = [settings.agentsDoor, ...(settings.platformDoor ? [settings.platformDoor] : [])];
    const [agentsPort, platformPort] = await detector.openDoors(
      doors.map((door, index) => ({
        ...door,
        authenticate: authenticateBy(door.tokens, index === 0 ? 'agent' : 'platform'),
      })),
    );
    return {
      agentsUrl: urlOf(settings.agentsDoor, agentsPort),
      platformUrl: settings.platformDoor && urlOf(settings.platformDoor, platformPort),
      soc,
      controlToken: controlTokens[0] as ControlToken,
      detector,
      ended: detector.ended,
      stop,
    };
  } catch (error) {
    await stop();
    return doorFailure(settings)(error);
  }
}

/** Asked before anything slow is started; who comes in between is found when the doors open. */
async function refuseTakenPorts(settings: Settings): Promise<void> {
  const { agentsDoor, platformDoor, socDoor } = settings;
  for (const door of [agentsDoor, socDoor, ...(platformDoor ? [platformDoor] : [])]) {
    const failure = await tryPort(door);
    if (failure) doorFailure(settings)(failure);
  }
}

/** Secrets and templates that cannot work are told by plain errors; what the system says has a code. */
function unfitSettings(error: unknown): never {
  if (error instanceof Error && error.constructor === Error && !('code' in error)) {
    throw new CannotRun(error.message);
  }
  throw error;
}

interface SocParts {
  detector: DetectorApp;
  controlTokens: ControlToken[];
  log: Log;
  print: World['print'];
  commandLine: World['commandLine'];
}

async function startSoc(settings: Settings, parts: SocParts): Promise<SocAlerting> {
  const { detector, controlTokens, log, print, commandLine } = parts;
  const { host, port, viewToken, publicUrl } = settings.socDoor;
  const publish = (event: AgentEvent): Promise<void> => detector.accept([event]);
  return createSocAlerting({
    findings: findingsSource(detector.findings, (offset, reason) =>
      log('error', `finding ${offset} cannot be read: ${reason}`),
    ),
    storage: { directory: join(settings.dataDirectory, 'incidents') },
    channels: channelsOf(settings, print),
    controlTokens,
    executors: settings.executors.map(executorOf),
    publishControl: publish,
    publishPlatform: publish,
    knownAgent: detector.rollCall.knows,
    fleetsOf: detector.rollCall.fleetsOf,
    seenAgents: detector.rollCall.agents,
    ...(commandLine && { commandLine }),
    instancesOf: detector.rollCall.living,
    server: {
      host,
      port,
      viewToken: viewToken ?? (await tokenIn(settings.dataDirectory, VIEW_TOKEN_FILE)),
      ...(publicUrl !== undefined && { publicUrl }),
    },
    log,
  });
}

async function controlTokensOf({ socDoor, dataDirectory }: Settings): Promise<ControlToken[]> {
  if (socDoor.controlTokens.length > 0) return socDoor.controlTokens;
  return [{ token: await tokenIn(dataDirectory, CONTROL_TOKEN_FILE), person: userInfo().username }];
}

function channelsOf({ channels }: Settings, print: World['print']): ChannelSettings[] {
  return [
    ...(channels.terminal ? [terminalChannel(print ? { write: print } : {})] : []),
    ...channels.webhooks.map((webhook) => webhookChannel(webhook)),
    ...channels.slack.map((slack) => slackChannel(slack)),
  ].map((channel) => ({ channel }));
}

function executorOf(executor: ExecutorConfig): ExecutorSettings {
  const { fleet } = executor;
  if ('signal' in executor) {
    return { fleet, kind: 'signal', ...(executor.pidFile !== undefined && { pidFile: executor.pidFile }) };
  }
  const { command, waitsForExit = false } = executor;
  return { fleet, kind: 'command', command, waitsForExit };
}

const urlOf = ({ host }: DoorSettings, port: number | undefined): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

import { existsSync } from 'node:fs';
import type { AgentEvent } from '@mortsafe/agent-events';
import {
  createDoorMeter,
  type DetectorApp,
  type DetectorWatch,
  type DoorMeter,
  startDetectorApp,
  watchAll,
} from '@mortsafe/detector';
import {
  type ControlToken,
  createSocAlerting,
  type Log,
  type SocAlerting,
  type SocAlertingOptions,
} from '@mortsafe/soc-alerting';
import { type Canary, createCanary } from '../canary/up-canary.ts';
import { authenticateBy } from '../config/door-tokens.ts';
import { type DoorSettings, isLoopback, type Settings } from '../config/settings.ts';
import { changedRules } from '../user-rules/changed-rules.ts';
import { guarded } from '../user-rules/rule-set.ts';
import { builtConsole } from './built-console.ts';
import { makeDataDirectory, tokenIn, VIEW_TOKEN_FILE } from './data-directory.ts';
import { doorFailure } from './door-failure.ts';
import { findingsSource } from './findings-source.ts';
import { controlTokensOf, fromSettings, storageOf, unfitSettings } from './soc-parts.ts';
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
  /** Told of what the detector does. */
  watch?: DetectorWatch;
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
  { log, print, watch: told, commandLine }: World,
): Promise<Mortsafe> {
  await makeDataDirectory(settings.dataDirectory);
  await refuseTakenPorts(settings);
  const warn = (text: string): void => log('warn', text);
  // Beside all that follows: it is needed last.
  const consoleFolder = builtConsole(log);
  const { rules, watch } = guarded(settings.rules, warn);
  for (const text of await changedRules(settings)) warn(text);
  const canary = settings.canary && createCanary(settings.canary, settings);
  const meter = createDoorMeter(Date.now);
  const heard = watchAll(...(told ? [told] : []), meter.watch);
  const detector = await startDetectorApp({
    ...(canary && { vitals: canary.vitals }),
    directory: settings.dataDirectory,
    rules,
    policy: settings.policy,
    checkpointEveryMs: settings.checkpointEveryMs,
    now: Date.now,
    notice: warn,
    ruleFailed: watch.failed,
    watch: heard,
  }).catch(doorFailure(settings));
  const stops = [async () => watch.finish(), () => detector.stop()];
  const stop = async (): Promise<void> => {
    for (const part of stops.splice(0).reverse()) await part();
  };

  try {
    const controlTokens = await controlTokensOf(settings);
    const parts = { detector, meter, heard, controlTokens, log, print, commandLine, canary, consoleFolder };
    const soc = await startSoc(settings, parts).catch(unfitSettings);
    stops.push(() => soc.stop());
    const doors = [settings.agentsDoor, ...(settings.platformDoor ? [settings.platformDoor] : [])];
    const [agentsPort, platformPort] = await detector.openDoors(
      doors.map((door, index) => ({
        ...door,
        name: index === 0 ? 'agents' : 'platform',
        sensors: index > 0,
        authenticate: authenticateBy(
          canary ? canary.tokensFor(door.tokens) : door.tokens,
          index === 0 ? 'agent' : 'platform',
        ),
      })),
      settings.sensorFiles,
    );
    const agentsUrl = urlOf(settings.agentsDoor, agentsPort);
    const platformUrl = settings.platformDoor && urlOf(settings.platformDoor, platformPort);
    canary?.doorsOpen({ agents: agentsUrl, platform: platformUrl });
    return {
      agentsUrl,
      platformUrl,
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

interface SocParts {
  detector: DetectorApp;
  meter: DoorMeter;
  heard: Pick<Required<DetectorWatch>, 'entered'>;
  controlTokens: ControlToken[];
  log: Log;
  print: World['print'];
  commandLine: World['commandLine'];
  canary: Canary | undefined;
  consoleFolder: Promise<string | undefined>;
}

async function startSoc(settings: Settings, parts: SocParts): Promise<SocAlerting> {
  const { detector, meter, heard, controlTokens, log, print, commandLine, canary } = parts;
  const consoleFolder = await parts.consoleFolder;
  const { host, port, viewToken, publicUrl } = settings.socDoor;
  const publish = async (event: AgentEvent): Promise<void> => {
    await detector.accept([event]);
    heard.entered({ events: [event] }, event.origin === 'control' ? 'control' : 'platform');
  };
  const storage = storageOf(settings);
  // Whoever waits on a busy machine for the first time would think that it hangs.
  if ('directory' in storage && !existsSync(storage.directory))
    log('info', 'the first time a database is made, which takes some seconds');
  return createSocAlerting({
    findings: findingsSource(detector.findings, (offset, reason) =>
      log('error', `finding ${offset} cannot be read: ${reason}`),
    ),
    ...fromSettings(settings, { print }),
    controlTokens,
    publishControl: publish,
    publishPlatform: publish,
    knownAgent: detector.rollCall.knows,
    fleetsOf: detector.rollCall.fleetsOf,
    seenAgents: detector.rollCall.agents,
    takeDoorMinutes: meter.take,
    ...(commandLine && { commandLine }),
    instancesOf: detector.rollCall.living,
    ...(canary && { watchdog: canary.watchdog(publish) }),
    server: {
      host,
      port,
      viewToken: viewToken ?? (await tokenIn(settings.dataDirectory, VIEW_TOKEN_FILE)),
      ...(publicUrl !== undefined && { publicUrl }),
      ...(consoleFolder !== undefined && { consoleFolder }),
      // Whoever started it here reads the link on their own terminal.
      ...(isLoopback(host) &&
        settings.socDoor.controlTokens.length === 0 && { localPerson: controlTokens[0]?.person ?? 'local' }),
    },
    log,
  });
}

const urlOf = ({ host }: DoorSettings, port: number | undefined): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

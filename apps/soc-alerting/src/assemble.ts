import { type Announcer, createAnnouncer } from './announcer.ts';
import type { Clock } from './clock.ts';
import { type ControlDoor, createControlDoor } from './control/control-door.ts';
import type { ExecutorBinding } from './executors/executor.ts';
import { createOrderRunner } from './executors/order-runner.ts';
import { type Log, reasonOf } from './log.ts';
import type { SocAlertingOptions } from './options.ts';
import { defaultBackoff } from './pipeline/backoff.ts';
import { createDispatcher } from './pipeline/dispatcher.ts';
import { readFindings } from './pipeline/read-findings.ts';
import type { StageSettings } from './pipeline/stages.ts';
import { runPeriodically } from './run-periodically.ts';
import type { Database } from './storage/database.ts';

/** What is there before anything is put together. */
export interface Ground {
  database: Database;
  clock: Clock;
  log: Log;
  executors: readonly ExecutorBinding[];
}

/** The parts that work, and those that the server asks. */
export interface Assembly {
  door: ControlDoor;
  announcer: Announcer;
  /** Works until the signal aborts; resolves when all is at rest. `pageUrl` is where messages link to. */
  start(pageUrl: string, signal: AbortSignal): Promise<void>;
}

const CONTROL_RETRY_MS = 5_000;
const GROUP_WAIT_MS = 2_000;

/** Puts the parts together: who wakes whom, and who hears of what. */
export function assemble(options: SocAlertingOptions, { database, clock, log, executors }: Ground): Assembly {
  const {
    channels = [],
    random = Math.random,
    publishControl,
    publishPlatform,
    knownAgent,
    fleetsOf,
  } = options;
  const { now } = clock;
  const announcer = createAnnouncer();
  const backoff = { ...defaultBackoff, ...options.backoff };
  const dispatcher = createDispatcher({
    database,
    channels: channels.map(({ channel }) => channel),
    clock,
    random,
    backoff,
    log,
    settled: announcer.announce,
  });
  const changed = announcer.announce;
  const orders = createOrderRunner({ database, executors, publishPlatform, clock, log, changed });
  const door = createControlDoor({
    database,
    publishControl,
    knownAgent,
    fleetsOf,
    executorOf: (fleet) => orders.executorOf(fleet)?.name,
    now,
    log,
    ordered() {
      orders.wake();
      announcer.announce();
    },
  });

  async function start(pageUrl: string, signal: AbortSignal): Promise<void> {
    const stages: StageSettings = {
      routes: channels.map(({ channel, ...route }) => ({ ...route, channel: channel.name })),
      groupWaitMs: options.groupWaitMs ?? GROUP_WAIT_MS,
      pageUrl: () => pageUrl,
      ...(options.commandLine && { commandLine: options.commandLine(pageUrl) }),
      now,
    };
    const taken = () => {
      dispatcher.wake();
      announcer.announce();
    };
    // What a crash left unanswered comes first, so that it is carried out in the order it was asked for.
    await door.finishUnanswered(0).catch((error) => log('error', `control door: ${reasonOf(error)}`));
    const finish = () => door.finishUnanswered();
    await Promise.all([
      readFindings({ database, source: options.findings, stages, clock, log, taken }, signal),
      dispatcher.run(signal),
      orders.run(signal),
      runPeriodically(finish, { everyMs: CONTROL_RETRY_MS, clock, log }, signal),
    ]);
  }

  return { door, announcer, start };
}

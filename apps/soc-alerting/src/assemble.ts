import type { AgentEvent } from '@mortsafe/agent-events';
import { createOrderWatch, type OrderWatch } from './agent-orders/order-watch.ts';
import { keepLeave } from './agent-orders/relaunch-leaves.ts';
import { type Announcer, createAnnouncer } from './announcer.ts';
import type { Clock } from './clock.ts';
import { type ControlDoor, createControlDoor } from './control/control-door.ts';
import type { ExecutorBinding } from './executors/executor.ts';
import { createOrderRunner } from './executors/order-runner.ts';
import { type AskSeenFleets, askSeenFleets } from './fleet/seen-fleets.ts';
import { type ChangeReply, changeIncident } from './incidents/casework.ts';
import type { IncidentChange } from './incidents/incident-change.ts';
import type { Tell } from './incidents/store-findings.ts';
import { createIsolationRunner } from './isolation/isolation-runner.ts';
import type { IsolatorBinding } from './isolation/isolator.ts';
import { type Log, reasonOf } from './log.ts';
import type { SocAlertingOptions } from './options.ts';
import { defaultBackoff } from './pipeline/backoff.ts';
import { createDispatcher } from './pipeline/dispatcher.ts';
import { readFindings } from './pipeline/read-findings.ts';
import { compileRouting } from './pipeline/routing.ts';
import { runStages, type StageSettings } from './pipeline/stages.ts';
import { tend } from './pipeline/tend.ts';
import { runPeriodically } from './run-periodically.ts';
import { domainsOf } from './shielding/domains.ts';
import { markContained } from './shielding/mark-contained.ts';
import { createSeenTies } from './shielding/seen-ties.ts';
import { tellSilenced } from './silences/tell-silenced.ts';
import type { Database } from './storage/database.ts';
import { keepHouse } from './storage/housekeeping.ts';
import { runStreamPublisher } from './stream/stream-publisher.ts';
import { keepDoorMinutes } from './telemetry/door-minute-store.ts';
import { createWatchdog } from './watchdog/watchdog.ts';

/** What is there before anything is put together. */
export interface Ground {
  database: Database;
  clock: Clock;
  log: Log;
  executors: readonly ExecutorBinding[];
  isolators: readonly IsolatorBinding[];
}

/** The parts that work, and those that the server asks. */
export interface Assembly {
  door: ControlDoor;
  announcer: Announcer;
  /** Tells that the log of the stream has grown. */
  published: Announcer;
  /** Follows the orders for agents that wait for theirs. */
  orderWatch: OrderWatch;
  seenFleets: AskSeenFleets;
  tell: Tell;
  /** There may be something to send. */
  wake(): void;
  /** Does what somebody decided about an incident in Slack or PagerDuty, in their name. */
  change(incident: string, change: IncidentChange, person: string): Promise<ChangeReply>;
  /** Works until the signal aborts; resolves when all is at rest. `url` is where messages link to. */
  start(url: string, signal: AbortSignal): Promise<void>;
}

const CONTROL_RETRY_MS = 5_000;
const TEND_MS = 1_000;
const COUNT_MS = 5_000;
const TIES_MS = 60_000;
const ISOLATE_MS = 1_000;

/** Puts the parts together: who wakes whom, and who hears of what. */
export function assemble(
  options: SocAlertingOptions,
  { database, clock, log, executors, isolators }: Ground,
): Assembly {
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
  const published = createAnnouncer();
  const routing = compileRouting(
    options.routing ?? {},
    channels.map(({ name }) => name),
  );
  let pageUrl: string | null = null;
  const stages: StageSettings = {
    routing,
    pageUrl: () => pageUrl,
    get commandLine() {
      return pageUrl === null ? undefined : options.commandLine?.(pageUrl);
    },
    wantFindings: new Set(channels.filter(({ wantsFindings }) => wantsFindings).map(({ name }) => name)),
    pagers: new Set(channels.filter(({ pages }) => pages).map(({ name }) => name)),
    now,
  };
  const backoff = { ...defaultBackoff, ...options.backoff };
  const dispatcher = createDispatcher({
    database,
    channels,
    stages,
    clock,
    random,
    backoff,
    log,
    settled: announcer.announce,
  });
  const changed = announcer.announce;
  const orders = createOrderRunner({ database, executors, publishPlatform, clock, log, changed });
  const { instancesOf } = options;
  const isolation = createIsolationRunner({ database, isolators, instancesOf, clock, changed });
  const domainOf = domainsOf(options.shieldingDomains);
  const seenFleets = askSeenFleets(options.seenAgents ?? (() => []));
  const ties = createSeenTies(database, seenFleets);
  const tell: Tell = (news, queries) => runStages(news, queries, stages);
  const orderWatch = createOrderWatch({ database, published, now, log });
  const door = createControlDoor({
    database,
    publishControl,
    knownAgent,
    fleetsOf,
    executorOf: (fleet) => orders.executorOf(fleet)?.name,
    isolatorOf: isolation.isolatorOf,
    listeners: orderWatch.listeners,
    now,
    log,
    ordered() {
      orders.wake();
      announcer.announce();
    },
    async mark(event) {
      await keepLeave(database, event);
      await markContained({ database, tell, now, domainOf }, event, { by: null, source: sourceOf(event) }); // The door audits it.
      dispatcher.wake();
    },
  });

  async function start(url: string, signal: AbortSignal): Promise<void> {
    pageUrl = url;
    const taken = () => {
      dispatcher.wake();
      announcer.announce();
    };
    const tendAll = async (): Promise<void> => {
      await tellSilenced(database, stages);
      await tend(database, stages);
    };
    const parts = { database, channels, stages, clock, log, changed: taken };
    // What a crash left unanswered comes first, so that it is carried out in the order it was asked for.
    await door.finishUnanswered(0).catch((error) => log('error', `control door: ${reasonOf(error)}`));
    const finish = () => door.finishUnanswered();
    const count = () => keepDoorMinutes(database, options.takeDoorMinutes?.() ?? [], now());
    await Promise.all([
      readFindings({ database, source: options.findings, stages, domainOf, clock, log, taken }, signal),
      dispatcher.run(signal),
      orders.run(signal),
      runStreamPublisher({ database, noted: announcer, published, clock, log }, signal),
      runPeriodically(finish, { everyMs: CONTROL_RETRY_MS, clock, log }, signal),
      ...(options.watchdog ? [createWatchdog(options.watchdog, parts).run(signal)] : []),
      runPeriodically(() => isolation.reconcile(signal), { everyMs: ISOLATE_MS, clock, log }, signal),
      runPeriodically(ties.paint, { everyMs: TIES_MS, clock, log }, signal),
      runPeriodically(count, { everyMs: COUNT_MS, clock, log }, signal),
      keepHouse({ database, retention: options.retention, clock, log }, signal),
      runPeriodically(tendAll, { everyMs: TEND_MS, clock, log }, signal),
    ]);
  }

  /** For whoever decides elsewhere: does it in their name. */
  const change: Assembly['change'] = async (incident, change, person) => {
    const asked = { incident, change, by: `person:${person}` };
    const reply = await changeIncident({ database, tell, now }, asked);
    dispatcher.wake();
    announcer.announce();
    return reply;
  };

  return { door, announcer, published, orderWatch, seenFleets, tell, wake: dispatcher.wake, change, start };
}

/** Who told, for the register: a machine by its name, people by their door. */
function sourceOf(event: AgentEvent): string {
  const by = 'orderedBy' in event ? event.orderedBy : 'by' in event ? event.by : undefined;
  return by?.kind === 'controller' ? by.id : 'control';
}

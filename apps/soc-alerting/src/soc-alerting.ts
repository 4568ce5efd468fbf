import { newSecret } from './access/secrets.ts';
import { type OpenOrdersDoor, openOrdersDoor } from './agent-orders/open-orders-door.ts';
import { assemble } from './assemble.ts';
import { type Backlog, backlogOf } from './backlog.ts';
import { systemClock } from './clock.ts';
import { holderByToken } from './control/control-tokens.ts';
import { createHook } from './control/hook.ts';
import { type KillOrder, ordersOf } from './control/orders.ts';
import { executorBindings } from './executors/executor-bindings.ts';
import { readConsole } from './http/console/console-files.ts';
import { createApp } from './http/create-app.ts';
import { listen } from './http/listen.ts';
import { createViewLinks } from './http/view-links.ts';
import type { Incident, IncidentSummary } from './incidents/incident.ts';
import { incidentOf, incidentsOf } from './incidents/read-incidents.ts';
import { isolatorBindings } from './isolation/isolator-bindings.ts';
import { stderrLog } from './log.ts';
import type { ServerSettings, SocAlertingOptions } from './options.ts';
import { openStorage } from './storage/open-storage.ts';

export interface SocAlerting {
  /** Where page, API and control door answer. */
  port: number;
  url: string;
  /** Where agents hear of their own orders; undefined where that door is closed. */
  ordersUrl: string | undefined;
  /** A link that lets a browser in, once, within 15 minutes. */
  viewLink(): string;
  incidents(): Promise<IncidentSummary[]>;
  incident(id: string): Promise<Incident | undefined>;
  orders(): Promise<KillOrder[]>;
  /**
   * What waits for people and for channels.
   *
   * @throws The storage cannot be asked.
   */
  backlog(): Promise<Backlog>;
  /** Ends everything; what is under way is taken up again at the next start. */
  stop(): Promise<void>;
}

/** Of a fleet whose kill is guarded. */
const GUARDED_AGENTS_MAX = 200_000;

/**
 * Starts the SOC's side of mortsafe: findings become incidents, incidents reach people, people's orders reach the
 * detector and are carried out.
 *
 * @throws {Error} The database cannot be reached, the port is taken, or a token, secret or template is unfit.
 * @example
 * const soc = await createSocAlerting({
 *   findings, publishControl, publishPlatform,
 *   storage: { directory: 'data/incidents' },
 *   channels: [terminalChannel()],
 *   controlTokens: [{ token, person: 'alice@example.org' }],
 *   executors: [{ fleet: '*', kind: 'signal' }],
 * });
 * console.log(soc.viewLink());
 */
export async function createSocAlerting(options: SocAlertingOptions): Promise<SocAlerting> {
  const { clock = systemClock, log = stderrLog, server = {} } = options;
  const { host = '127.0.0.1', port = 4380 } = server;
  // What is unfit is said before anything is opened.
  const hooks = (options.hooks ?? []).map(createHook);
  const holderOf = holderByToken(options.controlTokens ?? []);
  const executors = executorBindings(options.executors ?? [], {
    clock,
    instancesOf: options.instancesOf,
    agentsIn: (fleet) => options.seenAgents?.(fleet, GUARDED_AGENTS_MAX) ?? [],
  });
  const isolators = isolatorBindings(options.isolators ?? []);
  const database = await openStorage(options.storage, clock, log);

  const viewLinks = createViewLinks(clock.now);
  const parts = assemble(options, { database, clock, log, executors, isolators });
  let url = ''; // Known once it listens; nobody asks before.
  const viewLink = (): string => `${url}/?token=${viewLinks.issue(localHolder(server))}`;
  const { app } = createApp({
    ...parts,
    channels: options.channels ?? [],
    rules: options.rules ?? (() => []),
    ...(options.rulePage && { rulePage: options.rulePage }),
    telemetry: options.telemetry ?? options.watchdog?.signs ?? (() => []),
    ...accessOf(options),
    database,
    viewLinks,
    holderOf,
    hooks,
    log,
    viewToken: server.viewToken ?? newSecret(),
    hosts: hostsOf(server, host),
    secureCookie: server.publicUrl?.startsWith('https:') ?? false,
    commandLine: () => options.commandLine?.(url),
    seenFleets: parts.seenFleets,
    url: () => url,
    change: parts.change,
    retention: options.retention ?? {},
    slackButtons: options.slackButtons,
    pagerDutyReplies: options.pagerDutyReplies,
    now: clock.now,
    console: server.consoleFolder === undefined ? undefined : readConsole(server.consoleFolder),
    drill: { publishControl: options.publishControl, publishPlatform: options.publishPlatform },
  });
  const failed = async (error: unknown): Promise<never> => {
    await database.close();
    throw error;
  };
  const listening = await listen(app, host, port).catch(failed);
  const ground = { database, watch: parts.orderWatch, now: clock.now, log };
  const ordersDoor: OpenOrdersDoor | undefined =
    options.ordersDoor &&
    (await openOrdersDoor(options.ordersDoor, ground).catch(async (error) => {
      await listening.close();
      return failed(error);
    }));
  url = urlOf(server, host, listening.port);
  const stopping = new AbortController();
  const work = Promise.all([parts.start(url, stopping.signal), ordersDoor?.run(stopping.signal)]);

  return {
    port: listening.port,
    url,
    ordersUrl: ordersDoor?.url,
    viewLink,
    incidents: () => incidentsOf(database),
    incident: (id) => incidentOf(database, id),
    orders: () => ordersOf(database),
    backlog: () => backlogOf(database),
    async stop() {
      if (stopping.signal.aborted) return;
      stopping.abort();
      await ordersDoor?.close();
      await listening.close();
      await work;
      await database.close();
    },
  };
}

/** Whoever started it on their own machine may do there what they like; they read the link on their own terminal. */
const localHolder = ({ localPerson }: ServerSettings) =>
  localPerson === undefined
    ? undefined
    : { person: localPerson, grants: [{ role: 'admin' as const, fleets: ['*'] }] };

const accessOf = ({ access = {} }: SocAlertingOptions) => ({
  signIn: access.signIn,
  fourEyes: access.fourEyes ?? false,
  rateLimits: access.rateLimits,
});

const hostsOf = ({ publicUrl, hosts = [] }: ServerSettings, host: string): string[] => [
  host,
  ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname]),
  ...hosts,
];

const urlOf = ({ publicUrl }: ServerSettings, host: string, port: number): string =>
  (publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`).replace(/\/$/, '');

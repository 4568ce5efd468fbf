import { randomBytes } from 'node:crypto';
import { createAnnouncer } from './announcer.ts';
import { systemClock } from './clock.ts';
import { createControlDoor } from './control/control-door.ts';
import { personByToken } from './control/control-tokens.ts';
import { type KillOrder, ordersOf } from './control/orders.ts';
import { executorBindings } from './executors/executor-bindings.ts';
import { createOrderRunner } from './executors/order-runner.ts';
import { createApp } from './http/create-app.ts';
import { listen } from './http/listen.ts';
import { createViewLinks } from './http/view-links.ts';
import type { Incident, IncidentSummary } from './incidents/incident.ts';
import { incidentOf, incidentsOf } from './incidents/read-incidents.ts';
import { stderrLog } from './log.ts';
import type { SocAlertingOptions } from './options.ts';
import { defaultBackoff } from './pipeline/backoff.ts';
import { createDispatcher } from './pipeline/dispatcher.ts';
import { takeOver } from './pipeline/outbox.ts';
import { readFindings } from './pipeline/read-findings.ts';
import { runPeriodically } from './run-periodically.ts';
import { openStorage } from './storage/open-storage.ts';

export interface SocAlerting {
  /** Where page, API and control door answer. */
  port: number;
  url: string;
  /** A link that lets a browser in, once, within 15 minutes. */
  viewLink(): string;
  incidents(): Promise<IncidentSummary[]>;
  incident(id: string): Promise<Incident | undefined>;
  orders(): Promise<KillOrder[]>;
  /** Ends everything; what is under way is taken up again at the next start. */
  stop(): Promise<void>;
}

const CONTROL_RETRY_MS = 5_000;

/**
 * Starts the SOC's side of mortsafe: findings become incidents, incidents reach people, people's orders reach the
 * detector and are carried out.
 *
 * @throws {Error} The database cannot be reached, the port is taken, or a token, secret or template is unfit.
 * @example
 * const soc = await createSocAlerting({
 *   findings, publishControl, publishPlatform,
 *   storage: { directory: 'data/incidents' },
 *   channels: [{ channel: terminalChannel() }],
 *   controlTokens: [{ token, person: 'alice@example.org' }],
 *   executors: [{ fleet: '*', kind: 'signal' }],
 * });
 * console.log(soc.viewLink());
 */
export async function createSocAlerting(options: SocAlertingOptions): Promise<SocAlerting> {
  const { clock = systemClock, log = stderrLog, random = Math.random, server = {}, channels = [] } = options;
  const { host = '127.0.0.1', viewToken = randomBytes(24).toString('base64url') } = server;
  const personOf = personByToken(options.controlTokens ?? []);
  const bindings = executorBindings(options.executors ?? [], { clock, instancesOf: options.instancesOf });
  const database = await openStorage(options.storage, clock, log);
  // The embedded database is ours alone: nobody else can be delivering what it says is under way.
  if ('directory' in options.storage) await takeOver(database, clock.now());

  const stopping = new AbortController();
  const announcer = createAnnouncer();
  const viewLinks = createViewLinks(clock.now);
  const now = clock.now;
  let pageUrl: string | null = null;

  const dispatcher = createDispatcher({
    database,
    channels: channels.map(({ channel }) => channel),
    clock,
    random,
    backoff: { ...defaultBackoff, ...options.backoff },
    log,
    settled: announcer.announce,
  });
  const { publishControl, publishPlatform, knownAgent } = options;
  const orders = createOrderRunner({
    database,
    executors: bindings,
    publishPlatform,
    clock,
    log,
    changed: announcer.announce,
  });
  const door = createControlDoor({
    database,
    publishControl,
    knownAgent,
    executorOf: (fleet) => orders.executorOf(fleet)?.name,
    now,
    log,
    ordered() {
      orders.wake();
      announcer.announce();
    },
  });
  const stages = {
    routes: channels.map(({ channel, ...route }) => ({ channel: channel.name, ...route })),
    groupWaitMs: options.groupWaitMs ?? 2_000,
    pageUrl: () => pageUrl,
    now,
  };

  const publicHost = server.publicUrl === undefined ? [] : [new URL(server.publicUrl).hostname];
  const hosts = [host, ...publicHost, ...(server.hosts ?? [])];
  const secureCookie = server.publicUrl?.startsWith('https:') ?? false;
  const app = createApp({
    database,
    door,
    announcer,
    viewLinks,
    viewToken,
    personOf,
    hosts,
    secureCookie,
    log,
  });
  const listening = await listen(app, host, server.port ?? 4380).catch(async (error) => {
    await database.close();
    throw error;
  });
  pageUrl = (
    server.publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`
  ).replace(/\/$/, '');
  const url = pageUrl;

  await door.finishUnanswered(0).catch((error) => log('error', `control door: ${String(error)}`));
  const { signal } = stopping;
  const taken = () => {
    dispatcher.wake();
    announcer.announce();
  };
  const work = [
    readFindings({ database, source: options.findings, stages, clock, log, taken }, signal),
    dispatcher.run(signal),
    orders.run(signal),
    runPeriodically(() => door.finishUnanswered(), { everyMs: CONTROL_RETRY_MS, clock, log }, signal),
  ];

  return {
    port: listening.port,
    url,
    viewLink: () => `${url}/?token=${viewLinks.issue()}`,
    incidents: () => incidentsOf(database),
    incident: (id) => incidentOf(database, id),
    orders: () => ordersOf(database),
    async stop() {
      if (signal.aborted) return;
      stopping.abort();
      await listening.close();
      await Promise.all(work);
      await database.close();
    },
  };
}

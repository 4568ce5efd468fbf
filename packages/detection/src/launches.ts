import type { AgentEvent, AgentStarted } from '@mortsafe/agent-events';
import { createRecord } from './create-record.ts';
import { coverNewLaunch, isTarget, ordersOver } from './kills.ts';
import { noteStart, recallHints } from './launcher.ts';
import { mayTrack, noteNewcomer } from './newcomers.ts';
import type { Picture } from './picture.ts';
import type { AgentRecord, Launch, LaunchKey } from './records.ts';
import { endSilence, unwatch, watch } from './silence.ts';
import type { FleetState } from './state.ts';

/** Starts of one origin within this time tell of the same launch. */
const SAME_LAUNCH_MS = 60_000;
const LAUNCHES_MAX = 32;
/** Launches that a kill in force is about are kept beyond that, up to this many. */
const TARGETS_MAX = 1_000;
const LATE_DELIVERY_MS = 300_000;
const STARTS_MAX = 4;
/** Clocks are as far apart as this. */
export const SKEW_MS = 2_000;

export const keyOf = (launch: Launch): LaunchKey => [launch.agent, launch.instance, launch.number];

export function findLaunch(state: FleetState, [agent, instance, number]: LaunchKey): Launch | undefined {
  return state.agents.get(agent)?.launches.find((one) => one.instance === instance && one.number === number);
}

/** The agent's record, made if there is room. */
export function recordOf(picture: Picture, agent: string): AgentRecord | undefined {
  const { state } = picture;
  const known = state.agents.get(agent);
  if (known) return known;
  if (!mayTrack(picture)) return undefined;
  const record = createRecord(agent);
  state.agents.add(record);
  noteNewcomer(picture, agent);
  return record;
}

/** Whether there is a record of the agent, or room for one, which is made. */
export const isTracked = (picture: Picture, agent: string): boolean =>
  picture.state.agents.has(agent) || recordOf(picture, agent) !== undefined;

/** An event without an instance belongs to the only living one, else to one named after the agent. */
function instanceIn(record: AgentRecord, named: string | undefined): string {
  if (named !== undefined) return named;
  const living = record.launches.filter(({ stop }) => !stop);
  const heard = living.length > 1 ? living.filter(({ silent }) => !silent) : living;
  return heard.length === 1 ? heard[0]!.instance : record.id;
}

/** The newest launch of an instance, if it has been seen. */
export function currentLaunch(record: AgentRecord, named: string | undefined): Launch | undefined {
  const instance = instanceIn(record, named);
  for (let i = record.launches.length - 1; i >= 0; i--) {
    if (record.launches[i]!.instance === instance) return record.launches[i];
  }
  return undefined;
}

/**
 * An agent's event that claims a time before the stop that was seen: delivered late, it shows no life. Nothing is
 * delivered later than five minutes after it: a clock turned back must not hide an agent for longer.
 */
function isLateDelivery({ stop }: Launch, event: AgentEvent, now: number): boolean {
  if (stop === undefined || event.origin !== 'agent' || now - stop.at > LATE_DELIVERY_MS) return false;
  return event.time <= stop.event.time + (stop.event.origin === 'agent' ? 0 : skewOf(event));
}

/** How far ahead the clock may be by which a late event was stamped. What comes at once was not late. */
const skewOf = ({ time, observedTime }: AgentEvent): number => (observedTime - time > SKEW_MS ? SKEW_MS : 0);

/** A sensor that begins anew tells again of all that runs, and when that started. */
const isToldAgain = (before: AgentStarted, { origin, time }: AgentStarted): boolean =>
  origin === 'platform' && Math.abs(time - before.time) <= SKEW_MS;

function opensAnew(launch: Launch, event: AgentEvent, now: number): boolean {
  const late = isLateDelivery(launch, event, now);
  if (event.type === 'agent.started') {
    const before = launch.starts.findLast((start) => start.event.origin === event.origin);
    if (before && isToldAgain(before.event, event)) return launch.stop?.event.origin === 'platform';
    // A start that was under way when it stopped is its own, unless that has come already.
    if (launch.stop) return !late || before !== undefined;
    return before !== undefined && now - before.at > SAME_LAUNCH_MS;
  }
  if (!launch.stop || late) return false;
  if (event.type === 'agent.heartbeat' && event.sequence === 0) return true;
  // Leave ends with the launch that had it, whatever its successor does not say.
  return launch.leave.length > 0 && launch.stop.event.origin !== 'agent';
}

/** A sign of life: finds its launch, or opens one, and notes what it shows. Undefined where it shows no life. */
export function paintSign(picture: Picture, record: AgentRecord, event: AgentEvent): Launch | undefined {
  const { state } = picture;
  const known = currentLaunch(record, event.instance);
  const launch =
    known && !opensAnew(known, event, state.now) ? known : openLaunch(picture, record, event, known);
  if (event.type === 'agent.started') noteLaunchStart(picture, launch, event);
  if (isLateDelivery(launch, event, state.now)) {
    // It was under way when its sender stopped. Only a stop that the platform saw makes that certain.
    return launch.stop?.event.origin === 'agent' ? launch : undefined;
  }
  launch.lastSign = state.now;
  launch.host ??= event.host;
  if (launch.stop?.event.origin === 'agent') {
    launch.beliedStop = launch.stop;
    launch.stop = undefined;
  }
  if (event.origin === 'agent') {
    paintOwn(picture, launch, event);
    if (event.type === 'agent.heartbeat') {
      launch.interval = event.interval;
      launch.lastBeat = state.now;
      launch.hasBeaten = true;
    }
  }
  // What others see of it does not end its silence.
  if (launch.interval > 0 && !launch.stop && !launch.silent) watch(picture, launch);
  return launch;
}

/** Anything an instance sends itself, sign of life or not, breaks its silence. */
export function paintOwn(picture: Picture, launch: Launch, event: AgentEvent): void {
  launch.lastOwn = picture.state.now;
  launch.lastOwnEvent = event;
  if (launch.silent) endSilence(picture, launch);
}

/** A stop may be the first that is heard of an instance. */
export const openForStop = (picture: Picture, record: AgentRecord, event: AgentEvent): Launch =>
  openLaunch(picture, record, event, undefined);

function openLaunch(
  picture: Picture,
  record: AgentRecord,
  event: AgentEvent,
  before: Launch | undefined,
): Launch {
  const { state } = picture;
  if (before) unwatch(picture, before);
  const launch: Launch = {
    agent: record.id,
    instance: instanceIn(record, event.instance),
    number: record.launchCount++,
    step: state.step,
    firstSeen: state.now,
    claimedStart: event.time,
    starts: [],
    firstEvent: event,
    host: event.host,
    lastSign: state.now,
    lastOwn: state.now,
    lastOwnEvent: undefined,
    lastBeat: state.now,
    interval: 0,
    hasBeaten: false,
    stop: undefined,
    beliedStop: undefined,
    sequences: [],
    beatHost: undefined,
    beatId: undefined,
    launcher: undefined,
    leave: [],
    watched: false,
    armed: false,
    silent: false,
    gap: undefined,
    shown: undefined,
  };
  record.launches.push(launch);
  record.firstSeen = Math.min(record.firstSeen, state.now);
  record.step = Math.min(record.step, state.step);
  if (record.launches.length > LAUNCHES_MAX) forgetOne(picture, record);
  coverNewLaunch(picture, record, launch);
  recallHints(picture, launch);
  return launch;
}

/** Forgets the oldest launch that has ended, else the one silent for longest; none that is still to be confirmed dead. */
function forgetOne(picture: Picture, record: AgentRecord): void {
  const orders = ordersOver(picture, record.id);
  const isAwaited = (launch: Launch) => !launch.stop && orders.some((order) => isTarget(order, launch));
  const others = record.launches.slice(0, -1);
  const free = others.filter((launch) => !isAwaited(launch));
  if (free.length === 0 && others.length < TARGETS_MAX) return;
  const candidates = free.length > 0 ? free : others;
  const ended = candidates.find(({ stop }) => stop !== undefined);
  const gone = ended ?? candidates.reduce((a, b) => (b.lastSign < a.lastSign ? b : a));
  unwatch(picture, gone);
  record.launches.splice(record.launches.indexOf(gone), 1);
}

function noteLaunchStart(picture: Picture, launch: Launch, event: AgentStarted): void {
  const { state } = picture;
  if (launch.starts.length === 0 || event.time < launch.claimedStart) launch.claimedStart = event.time;
  if (launch.starts.some((start) => start.event.origin === event.origin)) {
    // It crashed and was started again before anybody saw it stop: it counts from 0 anew.
    launch.sequences = [];
    launch.beatHost = undefined;
  }
  if (launch.starts.length < STARTS_MAX) launch.starts.push({ at: state.now, event });
  if (event.heartbeatInterval !== undefined && launch.interval === 0)
    launch.interval = event.heartbeatInterval;
  const record = state.agents.get(launch.agent);
  if (record && event.origin === 'platform') record.startSeenByPlatform = true;
  if (record && isDeclaration(event)) declareStandby(record, event.standbyFor);
  noteStart(picture, launch, event);
}

/** A standby that an agent started is no declared one. */
const isDeclaration = ({ origin, launchedBy }: AgentStarted): boolean =>
  origin === 'platform' && launchedBy !== undefined && launchedBy.kind !== 'agent';

export function declareStandby(record: AgentRecord, standbyFor: readonly string[] = []): void {
  if (standbyFor.length > 0) record.standbyFor = [...new Set([...record.standbyFor, ...standbyFor])];
}

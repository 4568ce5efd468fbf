import type { RuleLimits } from '@mortsafe/agent-events';
import { findLaunch, keyOf } from './launches.ts';
import { isLikelyInvented } from './newcomers.ts';
import { noteReturn } from './outages.ts';
import type { Picture } from './picture.ts';
import type { Launch, Silence } from './records.ts';
import { actedAt } from './shown.ts';
import { setAlarm, setTimer, type WakeKey } from './timers.ts';

/** The picture's own timers, beside those of the rules. */
export const SILENCE_TIMER = 'picture/silence';

const SILENCES_MAX = 20_000;

/** How long a launch may send nothing before it is silent, in milliseconds. */
export const gapLimit = (
  { tuning }: Picture,
  { agent, interval }: Pick<Launch, 'agent' | 'interval'>,
): number => gapLimitOf(tuning.limits('telemetry-gap', agent), interval);

function gapLimitOf({ missedHeartbeats, minimum, maximum }: RuleLimits, interval: number): number {
  return Math.min(Math.max(missedHeartbeats! * interval, minimum!), maximum!);
}

/** Counts a heart-beating launch among the living and sees to it that its silence will be noticed. */
export function watch(picture: Picture, launch: Launch): void {
  if (!launch.watched) {
    launch.watched = true;
    countBeating(picture, launch.host, 1);
  }
  if (!launch.armed) arm(picture, launch);
}

export function unwatch(picture: Picture, launch: Launch): void {
  if (!launch.watched) return;
  launch.watched = false;
  countBeating(picture, launch.host, -1);
}

/** Of which host it is that one more beats, or one less. */
export function countBeating({ state }: Picture, host: string | undefined, by: 1 | -1): void {
  state.beating += by;
  if (host === undefined) return;
  const count = (state.beatingByHost.get(host) ?? 0) + by;
  if (count > 0) state.beatingByHost.set(host, count);
  else state.beatingByHost.delete(host);
}

/** One alarm a launch, set again only when it rings: a heartbeat costs none. */
function arm(picture: Picture, launch: Launch): void {
  launch.armed = true;
  const { agents, timers, now } = picture.state;
  const due = Math.max(launch.lastOwn + gapLimit(picture, launch), now);
  const row = agents.rowOf(launch.agent);
  if (row !== undefined && Number.isInteger(due)) setAlarm(timers, due, row, launch.step);
  else setTimer(timers, due, SILENCE_TIMER, keyOf(launch));
}

/** The timer of a launch for which an alarm would not do. */
export const noticeSilenceAt = (picture: Picture, key: WakeKey): Silence | undefined =>
  noticeSilence(picture, findLaunch(picture.state, key as Silence['launch']));

/** When the alarm of a launch is to ring, as things stand; undefined where it is not steady, and must be looked at. */
export function createPutOff(picture: Picture): (row: number, step: number) => number | undefined {
  const { agents } = picture.state;
  const ofAll = picture.tuning.limitsOfAll('telemetry-gap');
  return (row, step) => {
    const interval = agents.steadyInterval(row, step);
    if (interval === undefined) return undefined;
    // Whose it is need not be looked up where the numbers are the same for all.
    const limits = ofAll ?? picture.tuning.limits('telemetry-gap', agents.idAt(row));
    const until = agents.lastOwn(row) + gapLimitOf(limits, interval);
    return Number.isInteger(until) ? until : undefined;
  };
}

/** The alarm of a launch rings, which may have been heard of in the same second. */
export function answerAlarm(
  picture: Picture,
  row: number,
  step: number,
  until: number | undefined,
): Silence | undefined {
  const { agents, timers, now } = picture.state;
  if (until === undefined || until <= now) return noticeSilence(picture, agents.launchAt(row, step));
  setAlarm(timers, until, row, step);
  return undefined;
}

/** Silent past its limit, or its alarm is set again. Undefined while it is heard. */
function noticeSilence(picture: Picture, launch: Launch | undefined): Silence | undefined {
  const { state } = picture;
  if (!launch) return undefined;
  launch.armed = false;
  if (!launch.watched || launch.stop || launch.interval === 0) return undefined;
  const limit = gapLimit(picture, launch);
  if (launch.lastOwn + limit > state.now) {
    arm(picture, launch);
    return undefined;
  }
  launch.silent = true;
  if (isLikelyInvented(picture, launch.agent) || saidThatItStopped(launch)) {
    // Nobody misses it: there are thousands of its kind, or it said that it would send nothing more.
    unwatch(picture, launch);
    launch.gap = undefined;
    return undefined;
  }
  const silence: Silence = {
    launch: keyOf(launch),
    start: firstMissedBeat(launch),
    due: state.now,
    limit,
    host: launch.host,
    heard: launch.lastOwn,
    ended: undefined,
    outage: undefined,
    extent: undefined,
    lastEvent: launch.lastOwnEvent ?? launch.firstEvent,
    shown: undefined,
  };
  if (launch.shown && actedAt(launch.shown) >= silence.start) silence.shown = launch.shown;
  launch.gap = silence;
  state.silences.push(silence);
  if (state.silences.length > SILENCES_MAX) state.silences.splice(0, SILENCES_MAX / 2);
  return silence;
}

/** Others saw it since, and it has not spoken itself: its word stands against theirs, and its silence is no news. */
export const saidThatItStopped = ({ beliedStop, lastOwn }: Launch): boolean =>
  beliedStop !== undefined && lastOwn <= beliedStop.at;

/** When the first beat was due that never came: the first on its rhythm after the last it was heard. */
function firstMissedBeat({ lastBeat, lastOwn, interval }: Launch): number {
  const beats = Math.floor(Math.max(lastOwn - lastBeat, 0) / interval) + 1;
  return lastBeat + beats * interval;
}

/** Silence up to this time means nothing: no launch that is waited for could have been heard. */
export function forgiveSilence({ state }: Picture, until: number): void {
  for (const { launches } of state.agents.values()) {
    for (const launch of launches) {
      if (!launch.watched || launch.silent) continue;
      launch.lastOwn = Math.max(launch.lastOwn, until);
    }
  }
}

/** It is heard again. */
export function endSilence(picture: Picture, launch: Launch): void {
  launch.silent = false;
  if (launch.gap) {
    launch.gap.ended = picture.state.now;
    if (launch.gap.outage) noteReturn(launch.gap.outage, picture.state.now);
  }
  if (!launch.stop && launch.interval > 0) watch(picture, launch);
}

/** Silences that began within one gap window of this one, itself included, and did not end before it; one a launch. */
export function silencesLike(
  { state }: Picture,
  silence: Silence,
  host: string | undefined,
  atLeast: number,
  atMost = Number.POSITIVE_INFINITY,
): Silence[] {
  const found: Silence[] = [];
  const counted = new Set<string>();
  // They are in order of when they fell due: so few cannot be enough.
  const earliest = state.silences.at(-Math.max(Math.ceil(atLeast), 1));
  if (!earliest || earliest.due < silence.due - 2 * silence.limit) return found;
  for (let i = state.silences.length - 1; i >= 0; i--) {
    const other = state.silences[i]!;
    if (other.due < silence.due - 2 * silence.limit) break;
    const near =
      Math.abs(other.start - silence.start) <= silence.limit &&
      (other.ended ?? silence.start) >= silence.start;
    if (!near || (host !== undefined && other.host !== host)) continue;
    // Whoever spoke once in between is still only one.
    const whose = other.launch.join('\n');
    if (counted.has(whose)) continue;
    counted.add(whose);
    if (found.push(other) >= atMost) break;
  }
  return found.reverse();
}

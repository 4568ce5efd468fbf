import type { Picture } from './picture.ts';
import type { Extent, Outage, Rhythm, Silence } from './records.ts';
import { gapLimit } from './silence.ts';

const OUTAGES_MAX = 100;
/** What was sent before the silence may still arrive; a beat may come late by half its interval, and by our clocks. */
const UNDER_WAY_MS = 2_000;
const OVERDUE_INTERVALS = 1.5;
const DUE_INTERVALS = 1.1;
/** So many should have been heard by now, and none was: that is no accident. */
const EXPECTED_ENOUGH = 3;
/** So many others were heard, and so few miss: one need not look on. */
const HEARD_ENOUGH = 512;
const HEARD_MANY_TIMES = 4;
const LOOK_EVERY_MS = 1_000;

/** The outage that explains a silence, if one is known: it began with it, or is the reason why nothing came since. */
export function outageOf({ state }: Picture, silence: Silence): Outage | undefined {
  return state.outages.find((outage) => {
    const { scope, start, lastDue, over = Number.POSITIVE_INFINITY, window } = outage;
    if (scope !== 'fleet' && scope !== `host:${silence.host}`) return false;
    if (silence.start < start - window || silence.start > over) return false;
    return silence.start <= lastDue || silence.heard <= start + window;
  });
}

export function addOutage({ state }: Picture, outage: Outage): void {
  state.outages.push(outage);
  if (state.outages.length > OUTAGES_MAX) state.outages.shift();
}

/** One that fell silent with it is heard again: it is over once that holds for half of them. */
export function noteReturn(outage: Outage, now: number): void {
  outage.returned++;
  if (outage.returned * 2 >= outage.count) outage.over ??= now;
}

/** How the fleet fares since a silence began. */
interface Look {
  /** Silent past their limit with it, or overdue. */
  missing: number;
  heard: number;
  /** Whose next beat is not due yet: they beat too slowly. */
  open: number;
  /** Of those that beat more slowly than the silent one: overdue, heard, and those that were due. */
  slowMissing: number;
  slowHeard: number;
  slowExpected: number;
}

/**
 * Whether this share of the fleet fell silent with one. Who beats slowly cannot be missed yet when the fast are: of
 * those whose beat is not due, as many count as missing as of the slow ones whose beat was; where none was due for
 * long enough, nothing is known. Looked up afresh once a second at most, for it means looking at everybody.
 */
export function extentOf(picture: Picture, silence: Silence, share: number): Extent {
  const { silences, now } = picture.state;
  const newest = silences.at(-1);
  const last = newest?.extent ?? silences.at(-2)?.extent;
  const extent =
    last && now - last.at < LOOK_EVERY_MS
      ? last
      : { at: now, is: judge(lookAround(picture, silence), share) };
  if (newest) newest.extent = extent;
  return extent.is;
}

function judge(look: Look | undefined, share: number): Extent {
  if (!look) return 'few';
  const { missing, heard, open, slowMissing, slowHeard, slowExpected } = look;
  const enough = share * (missing + heard + open);
  if (missing >= enough) return 'many';
  if (missing + open < enough) return 'few';
  const told = slowMissing + slowHeard;
  if (told === 0 && slowExpected < EXPECTED_ENOUGH) return 'unknown';
  return missing + open * (told === 0 ? 1 : slowMissing / told) >= enough ? 'many' : 'few';
}

/** Undefined where so many are heard that one need not look on. */
function lookAround(picture: Picture, silence: Silence): Look | undefined {
  const look: Look = { missing: 0, heard: 0, open: 0, slowMissing: 0, slowHeard: 0, slowExpected: 0 };
  for (const rhythms of picture.state.agents.rhythms()) {
    for (const rhythm of rhythms) lookAt(picture, silence, rhythm, look);
    if (look.heard >= HEARD_ENOUGH && look.heard > HEARD_MANY_TIMES * look.missing) return undefined;
  }
  return look;
}

function lookAt(picture: Picture, silence: Silence, rhythm: Rhythm, look: Look): void {
  const { interval, lastOwn, lastBeat, stop, gap } = rhythm;
  if (interval === 0 || stop) return;
  const { now } = picture.state;
  if (rhythm.silent) {
    if (gap && Math.abs(gap.start - silence.start) <= silence.limit) look.missing++;
    return;
  }
  const waited = now - Math.max(lastOwn, lastBeat);
  const isSlow = gapLimit(picture, rhythm) > silence.limit;
  if (lastOwn > silence.start + UNDER_WAY_MS) {
    look.heard++;
    if (isSlow) look.slowHeard++;
  } else if (waited > OVERDUE_INTERVALS * interval + UNDER_WAY_MS) {
    look.missing++;
    if (isSlow) look.slowMissing++;
  } else {
    look.open++;
    if (isSlow && waited > DUE_INTERVALS * interval + UNDER_WAY_MS) look.slowExpected++;
  }
}

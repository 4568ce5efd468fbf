import * as note from './notes.ts';
import { pageOf, startOf } from './rows.ts';
import type { Vitals } from './seat.ts';
import * as at from './seat.ts';

/**
 * Whether a heartbeat is the one that was to be expected, by what was noted of it and by the row of whom it names; if
 * only its id is not the last's. The same is asked of the event itself in `takeSteadyBeat`, for those of which nothing
 * could be noted.
 */
export function isForeseenBeat(vitals: Vitals, row: number, notes: Float64Array, from: number): boolean {
  const page = pageOf(vitals.changing, row);
  const start = startOf(vitals.changing, row);
  return (
    (page[start + at.FLAGS]! & at.STEADY) !== 0 &&
    page[start + at.SEQUENCE]! + 1 === notes[from + note.SEQUENCE] &&
    page[start + at.INTERVAL] === Math.abs(notes[from + note.INTERVAL]!) &&
    page[start + at.CLAIMED]! <= notes[from + note.TIME]!
  );
}

/**
 * Whether it has another id than the last, without looking: said in the voice of the last, lately, it would be a repeat
 * otherwise, which the filter of repeats knows.
 *
 * @param knownFrom - Since when the filter of repeats knows every id; infinite where it knows none.
 */
export function isOtherThanLast(
  vitals: Vitals,
  row: number,
  notes: Float64Array,
  from: number,
  knownFrom: number,
): boolean {
  const page = pageOf(vitals.changing, row);
  const start = startOf(vitals.changing, row);
  const voice = notes[from + note.INTERVAL]! < 0 ? at.SENDER : 0;
  return (
    (page[start + at.FLAGS]! & (at.SENDER | at.OTHER_LAST)) === voice &&
    page[start + at.LAST_BEAT]! >= knownFrom
  );
}

/** Changes what `takeSteadyBeat` would, but for the seat and the id. True where that holds an event still, which is to go. */
export function takeForeseenBeat(vitals: Vitals, row: number, notes: Float64Array, from: number): boolean {
  const page = pageOf(vitals.changing, row);
  const start = startOf(vitals.changing, row);
  const now = notes[from + note.OBSERVED]!;
  const flags = page[start + at.FLAGS]!;
  const sender = notes[from + note.INTERVAL]! < 0 ? at.SENDER : 0;
  page[start + at.FLAGS] = (flags & ~(at.OTHER_LAST | at.SENDER)) | sender;
  page[start + at.LAST_SIGN] = now;
  page[start + at.LAST_OWN] = now;
  page[start + at.LAST_BEAT] = now;
  page[start + at.CLAIMED] = notes[from + note.TIME]!;
  page[start + at.SEQUENCE] = notes[from + note.SEQUENCE]!;
  return (flags & at.OTHER_LAST) !== 0;
}

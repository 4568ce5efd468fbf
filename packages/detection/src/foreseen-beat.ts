import * as note from './notes.ts';
import { pageOf, startOf } from './rows.ts';
import type { Vitals } from './seat.ts';
import * as at from './seat.ts';

/**
 * Whether a heartbeat is the one that was to be expected, by what was noted of it and by the row of whom it names.
 * The same is asked of the event itself in `takeSteadyBeat`, for those of which nothing could be noted.
 *
 * @param knownFrom - Since when the filter of repeats knows every id; infinite where it knows none.
 */
export function isForeseenBeat(
  vitals: Vitals,
  row: number,
  notes: Float64Array,
  from: number,
  id: string,
  knownFrom: number,
): boolean {
  const page = pageOf(vitals.changing, row);
  const start = startOf(vitals.changing, row);
  const flags = page[start + at.FLAGS]!;
  const interval = notes[from + note.INTERVAL]!;
  // Said in the voice of the last, lately, it has not the last's id: that would be a repeat, and need not be read.
  const isOther =
    (flags & (at.SENDER | at.OTHER_LAST)) === (interval < 0 ? at.SENDER : 0) &&
    page[start + at.LAST_BEAT]! >= knownFrom;
  return (
    (flags & at.STEADY) !== 0 &&
    page[start + at.SEQUENCE]! + 1 === notes[from + note.SEQUENCE] &&
    page[start + at.INTERVAL] === Math.abs(interval) &&
    page[start + at.CLAIMED]! <= notes[from + note.TIME]! &&
    (isOther || id !== vitals.beatIds[row])
  );
}

/** Changes what `takeSteadyBeat` would, but for the seat. True where that holds an event still, which is to go. */
export function takeForeseenBeat(
  vitals: Vitals,
  row: number,
  notes: Float64Array,
  from: number,
  id: string,
): boolean {
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
  vitals.beatIds[row] = id;
  return (flags & at.OTHER_LAST) !== 0;
}

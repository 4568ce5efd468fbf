import * as note from './notes.ts';
import { pageOf, startOf } from './rows.ts';
import type { Vitals } from './seat.ts';
import * as at from './seat.ts';

/**
 * Whether a heartbeat is the one that was to be expected, by what was noted of it and by the row of whom it names.
 * The same is asked of the event itself in `takeSteadyBeat`, for those of which nothing could be noted.
 *
 * @param filteredSince - Since when the filter of repeats knows every id.
 */
export function isForeseenBeat(
  vitals: Vitals,
  row: number,
  notes: Float64Array,
  from: number,
  filteredSince: number,
): boolean {
  const page = pageOf(vitals.changing, row);
  const start = startOf(vitals.changing, row);
  const flags = page[start + at.FLAGS]!;
  const interval = notes[from + note.INTERVAL]!;
  return (
    (flags & (at.STEADY | at.OTHER_LAST)) === at.STEADY &&
    page[start + at.SEQUENCE]! + 1 === notes[from + note.SEQUENCE] &&
    page[start + at.INTERVAL] === Math.abs(interval) &&
    page[start + at.CLAIMED]! <= notes[from + note.TIME]! &&
    // Said in the voice of the last, it has not the last's id: that would be a repeat.
    ((flags & at.SENDER) !== 0) === interval < 0 &&
    page[start + at.LAST_BEAT]! >= filteredSince
  );
}

/** Changes what `takeSteadyBeat` would. */
export function takeForeseenBeat(
  vitals: Vitals,
  row: number,
  notes: Float64Array,
  from: number,
  id: string,
): void {
  const page = pageOf(vitals.changing, row);
  const start = startOf(vitals.changing, row);
  const now = notes[from + note.OBSERVED]!;
  page[start + at.LAST_SIGN] = now;
  page[start + at.LAST_OWN] = now;
  page[start + at.LAST_BEAT] = now;
  page[start + at.CLAIMED] = notes[from + note.TIME]!;
  page[start + at.SEQUENCE] = notes[from + note.SEQUENCE]!;
  vitals.beatIds[row] = id;
}

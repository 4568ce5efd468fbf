import { lengthOfBeatId } from './beat-ids.ts';
import { firstPlaceOf } from './hash-set.ts';
import * as note from './notes.ts';
import { pageOf, startOf } from './rows.ts';
import * as at from './seat.ts';
import type { FleetState } from './state.ts';

/** Finds the rows of heartbeats a few at a time, just before their turn. */
export interface LookAhead {
  /** Events from before this time have their turn, and no others will come in between. */
  begin(before: number): void;
  /** The row of whom the event at this place names, which was taken last; undefined where none is known. */
  rowAt(place: number): number | undefined;
}

/** So many answers of memory, at most, are under way at once. */
const AHEAD_MAX = 16;
const NONE = -1;

/**
 * To wait for memory is most of what a heartbeat costs, and answers that do not depend on each other come together: first
 * all places of the index, then all that taking them will touch. One after the other they take three times as long.
 */
export function createLookAhead({ agents, waiting, duplicates }: FleetState): LookAhead {
  const { index, saved } = agents;
  const rows = new Int32Array(AHEAD_MAX);
  let before = Number.NEGATIVE_INFINITY;
  let found = 0;
  let next = 0;
  let revision = 0;
  /** Of what was read only to be at hand, so that reading it is not left out. */
  let sum = 0;

  function lookFrom(place: number): void {
    const { hashes } = waiting;
    const most = Math.min(1 + waiting.size, AHEAD_MAX);
    revision = index.revision;
    next = 0;
    for (found = 0; found < most; found++) {
      const ahead = waiting.placeAfter(place, found);
      if (waiting.timeAt(ahead) >= before) break;
      const from = ahead * note.HASHES;
      const row = waiting.isNoted(ahead)
        ? index.get(hashes[from + note.NAMES_LOW]!, hashes[from + note.NAMES_HIGH]!)
        : undefined;
      rows[found] = row ?? NONE;
    }
    for (let i = 0; i < found; i++) {
      const row = rows[i]!;
      if (row === NONE) continue;
      const low = hashes[waiting.placeAfter(place, i) * note.HASHES + note.ID_LOW]!;
      const page = pageOf(saved.changing, row);
      const start = startOf(saved.changing, row);
      // A row lies across two lines of the cache.
      const ends = page[start + at.FLAGS]! + page[start + at.INTERVAL]!;
      sum = (sum + ends + lengthOfBeatId(saved.beatIds, row) + firstPlaceOf(duplicates.recent, low)) | 0;
    }
  }

  return {
    begin(time) {
      before = time;
      found = next = 0;
    },
    rowAt(place) {
      if (next === found || revision !== index.revision) lookFrom(place);
      const row = rows[next++]!;
      return row === NONE ? undefined : row;
    },
  };
}

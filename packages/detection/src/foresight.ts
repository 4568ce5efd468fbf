import type { AgentHeartbeat } from '@mortsafe/agent-events';
import { beat, type EventBatch } from '@mortsafe/agent-events/codec';
import { beatIdOf } from './beat-ids.ts';
import type { Dispatch } from './dispatch.ts';
import { beatIdHash, idHash, isNewHash, knownSince } from './duplicates.ts';
import { isForeseenBeat, isOtherThanLast, takeForeseenBeat } from './foreseen-beat.ts';
import type { Hash64 } from './keyed-hash.ts';
import { createLookAhead } from './look-ahead.ts';
import * as note from './notes.ts';
import type { Picture } from './picture.ts';
import { isPlainBeat } from './plain-beat.ts';

/**
 * The steady lane for nearly all heartbeats, in two steps. As one comes, its names and its id are hashed and its
 * numbers noted, while it is at hand; a reorder window later the notes alone are read, side by side, and a row. What
 * an event costs is memory that must be waited for, so neither step looks up a text, nor the event again.
 */
export interface Foresight {
  /** Notes what taking the heartbeat at this place will need. */
  note(event: AgentHeartbeat, place: number): void;
  /** As `note`, of the beat at a place of a batch. */
  noteBeat(batch: EventBatch, at: number, place: number): void;
  /** Those from before this time are to be taken, and no others come in between. */
  begin(before: number): void;
  /** Takes the event at this place, by its notes; false, and nothing is changed, where it must be looked at. */
  take(place: number): boolean;
  /** The event at this place had to be looked at. The next of its launch need not, if that is steady now. */
  learn(place: number): void;
}

export function createForesight(picture: Picture, dispatch: Dispatch): Foresight {
  const { state, tuning } = picture;
  const { agents, waiting, duplicates } = state;
  const toleranceMs = tuning.leastLimit('clock-forgery', 'tolerance');
  const beats = dispatch.ignoresSteady('agent.heartbeat');
  const lookAhead = createLookAhead(state);

  function noteNames(place: number, { low, high }: Readonly<Hash64>): void {
    const { hashes } = waiting;
    hashes[place * note.HASHES + note.NAMES_LOW] = low;
    hashes[place * note.HASHES + note.NAMES_HIGH] = high;
  }

  function noteId(place: number, { low, high }: Readonly<Hash64>): void {
    const { hashes } = waiting;
    hashes[place * note.HASHES + note.ID_LOW] = low;
    hashes[place * note.HASHES + note.ID_HIGH] = high;
  }

  return {
    begin: lookAhead.begin,
    note(event, place) {
      const { time, instance, interval, sender } = event;
      if (!beats || instance === undefined || !isPlainBeat(event)) return;
      if (Math.abs(time - event.observedTime) > toleranceMs) return;
      const { notes } = waiting;
      const from = place * note.WIDTH;
      notes[from + note.TIME] = time;
      notes[from + note.SEQUENCE] = event.sequence;
      notes[from + note.INTERVAL] = sender === undefined ? interval : -interval;
      noteNames(place, agents.hashOf(event.agent, instance, event.host));
      noteId(place, idHash(duplicates, event));
    },
    noteBeat(batch, at, place) {
      const columns = batch.beats;
      const { numbers } = columns;
      const its = at * beat.NUMBERS;
      const time = numbers[its + beat.TIME]!;
      if (!beats || Math.abs(time - batch.times[at]!) > toleranceMs) return;
      const { notes } = waiting;
      const from = place * note.WIDTH;
      notes[from + note.TIME] = time;
      notes[from + note.SEQUENCE] = numbers[its + beat.SEQUENCE]!;
      notes[from + note.INTERVAL] = numbers[its + beat.INTERVAL]!;
      noteNames(place, agents.beatHash(columns, at));
      noteId(place, beatIdHash(duplicates, columns, at));
    },
    take(place) {
      const { notes } = waiting;
      const from = place * note.WIDTH;
      const row = lookAhead.rowAt(place);
      if (row === undefined || state.fleetOrders.length > 0) return false;
      if (notes[from + note.OBSERVED] !== state.now) return false;
      const { saved } = agents;
      if (!isForeseenBeat(saved, row, notes, from)) return false;
      const isOther = isOtherThanLast(saved, row, notes, from, knownSince(duplicates, state.now));
      if (!isOther && waiting.idAt(place) === beatIdOf(saved.beatIds, row)) return false;
      const { hashes } = waiting;
      const hashed = place * note.HASHES;
      if (!isNewHash(duplicates, hashes[hashed + note.ID_LOW]!, hashes[hashed + note.ID_HIGH]!, state.now)) {
        state.counts.duplicates++;
        return true;
      }
      state.step++;
      state.counts.events++;
      waiting.keepId(place, saved.beatIds, row);
      if (takeForeseenBeat(saved, row, notes, from)) agents.forgetLastEvent(row);
      return true;
    },
    learn(place) {
      if (!waiting.isNoted(place)) return;
      const { hashes } = waiting;
      const from = place * note.HASHES;
      const names = { low: hashes[from + note.NAMES_LOW]!, high: hashes[from + note.NAMES_HIGH]! };
      if (agents.index.get(names.low, names.high) !== undefined) return;
      const row = agents.steadyRowOf(waiting.eventAt(place));
      if (row !== undefined) agents.index.set(names, row);
    },
  };
}

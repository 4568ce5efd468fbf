import type { AgentEvent } from '@mortsafe/agent-events';
import { encodeEvents, readMessage } from '@mortsafe/agent-events/codec';
import { heartbeat } from '@mortsafe/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beatIdOf, createBeatIds } from './beat-ids.ts';
import * as note from './notes.ts';
import { compareEvents, Waiting } from './reorder.ts';

const beatAt = (at: number, id: string): AgentEvent => heartbeat('worker', { at, id, instance: 'worker-1' });

function insertAsBytes(waiting: Waiting, event: AgentEvent): number {
  const read = readMessage(encodeEvents(event.fleet, [event])[0] as Buffer);
  if (read.kind !== 'events') throw new Error(JSON.stringify(read));
  return waiting.insertBeat(read.batch, 0);
}

/** A time to insert at; or nothing: the first is taken. */
const steps = fc.array(fc.option(fc.nat(30), { nil: undefined, freq: 3 }), { maxLength: 300 });

describe('events that wait', () => {
  it('are taken in order, those that are equal in the order they came, each with its notes', () => {
    fc.assert(
      fc.property(steps, fc.nat(299), (all, savedAt) => {
        let waiting = new Waiting();
        const plain: AgentEvent[] = [];
        const ids = createBeatIds();
        for (const [number, at] of all.entries()) {
          if (number === savedAt) waiting = new Waiting(structuredClone(waiting.saved));
          if (at === undefined) {
            const expected = plain.shift();
            expect(waiting.hasBefore(expected?.observedTime ?? Number.POSITIVE_INFINITY)).toBe(false);
            if (!expected) continue;
            expect(waiting.hasBefore(expected.observedTime + 1)).toBe(true);
            const place = waiting.takeFirst();
            expect(waiting.timeAt(place)).toBe(expected.observedTime);
            expect(waiting.eventAt(place)).toEqual(expected);
            expect(waiting.idAt(place)).toBe(expected.id);
            waiting.keepId(place, ids, 0);
            expect(beatIdOf(ids, 0)).toBe(expected.id);
            // What was noted of an event is no part of a checkpoint.
            if (waiting.isNoted(place)) {
              expect(waiting.notes[place * note.WIDTH + note.TIME]).toBe(expected.time);
              expect(waiting.hashes[place * note.HASHES + note.ID_LOW]).toBe(Number(expected.id));
            }
            waiting.forget(place);
            continue;
          }
          const event = beatAt(at, `${number % 5}`);
          const place =
            number % 3 === 0 ? waiting.insert(event, event.observedTime) : insertAsBytes(waiting, event);
          waiting.notes[place * note.WIDTH + note.TIME] = event.time;
          waiting.hashes[place * note.HASHES + note.ID_LOW] = Number(event.id);
          plain.push(event);
          plain.sort(compareEvents);
        }
        expect(waiting.saved.events).toEqual(plain);
      }),
    );
  });
});

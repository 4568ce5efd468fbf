import type { AgentEvent, Origin } from '@mortsafe/agent-events';
import { beat, type EventBatch } from '@mortsafe/agent-events/codec';
import { type BeatIds, setBeatId, setBeatIdBytes } from './beat-ids.ts';
import * as note from './notes.ts';

const rank: Record<Origin, number> = { control: 0, platform: 1, agent: 2 };

/** The order in which a fleet's events are handled: by observed time; control before platform before agent; by id. */
export function compareEvents(a: AgentEvent, b: AgentEvent): number {
  if (a.observedTime !== b.observedTime) return a.observedTime - b.observedTime;
  if (a.origin !== b.origin) return rank[a.origin] - rank[b.origin];
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Events that wait, as a checkpoint holds them: in order from `head` on. */
export interface SavedWaiting {
  events: AgentEvent[];
  head: number;
}

const PLACES_MIN = 16;
/** What belongs farther back is left at the end, and all are sorted once one is to be taken. */
const NEAR_PLACES = 32;
/** A burst is over: so many places are not kept for nothing. */
const PLACES_IDLE_MAX = 4_096;

/**
 * Events that wait for the reorder window to pass, in order, in a ring; beside each what was noted when it came. Until
 * it is handled thousands of others come: its notes lie side by side with theirs, the event and its texts do not.
 */
export class Waiting {
  #events: (AgentEvent | undefined)[] = [];
  /** Of what is no event yet: the batch, and where in it. */
  #batches: (EventBatch | undefined)[] = [];
  #inBatch = new Int32Array(0);
  #notes = new Float64Array(0);
  #hashes = new Int32Array(0);
  #head = 0;
  #count = 0;
  /** The earliest of those that were left at the end; infinite where all are in order. */
  #leftTime = Number.POSITIVE_INFINITY;

  constructor({ events, head }: SavedWaiting = { events: [], head: 0 }) {
    this.#makeRoom(PLACES_MIN);
    for (let i = head; i < events.length; i++) {
      const event = events[i]!;
      this.insert(event, event.observedTime);
    }
  }

  get saved(): SavedWaiting {
    this.#order();
    const events = Array.from({ length: this.#count }, (_, index) => this.eventAt(this.#placeOf(index)));
    return { events, head: 0 };
  }

  /** Whether one waits that was observed before this time. */
  hasBefore(time: number): boolean {
    if (this.#count === 0 || Math.min(this.timeAt(this.#head), this.#leftTime) >= time) return false;
    this.#order();
    return true;
  }

  /** `note.WIDTH` numbers for each place. Another list once there must be more places. */
  get notes(): Float64Array {
    return this.#notes;
  }

  /** `note.HASHES` words for each place. Another list once there must be more places. */
  get hashes(): Int32Array {
    return this.#hashes;
  }

  get size(): number {
    return this.#count;
  }

  /** The place so many after this one. */
  placeAfter(place: number, count: number): number {
    return (place + count) & (this.#events.length - 1);
  }

  /**
   * Puts an event in its place, and says which that is. Nearly always it is the last, so that is tried first. Time is
   * the event's: the caller knows its type, and reads it faster.
   */
  insert(event: AgentEvent, time: number): number {
    const place = this.#append(time);
    this.#events[place] = event;
    this.#batches[place] = undefined;
    return this.#bringForward(place);
  }

  /** As `insert`, of a beat that is no event yet. */
  insertBeat(batch: EventBatch, at: number): number {
    const place = this.#append(batch.times[at]!);
    this.#events[place] = undefined;
    this.#batches[place] = batch;
    this.#inBatch[place] = at;
    return this.#bringForward(place);
  }

  /** Where the oldest is; it waits no longer. What is there can be read until the next is put in. */
  takeFirst(): number {
    const place = this.#head;
    this.#head = this.placeAfter(place, 1);
    this.#count--;
    return place;
  }

  /** When the event at this place was observed. */
  timeAt(place: number): number {
    return this.#notes[place * note.WIDTH + note.OBSERVED]!;
  }

  /** What is noted there is of a plain heartbeat. */
  isNoted(place: number): boolean {
    return !Number.isNaN(this.#notes[place * note.WIDTH + note.TIME]!);
  }

  idAt(place: number): string {
    return this.#events[place]?.id ?? this.#batches[place]!.beatIdAt(this.#inBatch[place]!);
  }

  /** Keeps its id as that of the last heartbeat of a row. */
  keepId(place: number, ids: BeatIds, row: number): void {
    const batch = this.#batches[place];
    if (!batch) {
      setBeatId(ids, row, this.#events[place]!.id);
      return;
    }
    const { spans, bytes } = batch.beats;
    const span = this.#inBatch[place]! * beat.SPANS + beat.ID;
    setBeatIdBytes(ids, row, bytes, spans[span]!, spans[span + 1]!);
  }

  /** Made if need be, and then kept. */
  eventAt(place: number): AgentEvent {
    this.#events[place] ??= this.#batches[place]!.eventAt(this.#inBatch[place]!);
    return this.#events[place];
  }

  /** What was taken has been dealt with. */
  forget(place: number): void {
    this.#events[place] = undefined;
    this.#batches[place] = undefined;
    if (this.#count === 0 && this.#events.length > PLACES_IDLE_MAX) this.#makeRoom(PLACES_MIN);
  }

  #placeOf(index: number): number {
    return this.placeAfter(this.#head, index);
  }

  #append(time: number): number {
    if (this.#count === this.#events.length) this.#makeRoom(2 * this.#count);
    const place = this.#placeOf(this.#count++);
    this.#notes[place * note.WIDTH + note.OBSERVED] = time;
    this.#notes[place * note.WIDTH + note.TIME] = Number.NaN;
    return place;
  }

  /** Puts the last, of which nothing is noted yet, before those that come after it; behind those that are equal to it. */
  #bringForward(last: number): number {
    let index = this.#count - 1;
    const farthest = index - NEAR_PLACES;
    while (index > 0 && index > farthest && this.#isAfter(this.#placeOf(index - 1), last)) index--;
    if (index === farthest || this.#leftTime !== Number.POSITIVE_INFINITY) {
      this.#leftTime = Math.min(this.#leftTime, this.timeAt(last));
      return last;
    }
    if (index === this.#count - 1) return last;
    const [time, event, batch, at] = [
      this.timeAt(last),
      this.#events[last],
      this.#batches[last],
      this.#inBatch[last]!,
    ];
    for (let i = this.#count - 1; i > index; i--) this.#move(this.#placeOf(i - 1), this.#placeOf(i));
    const place = this.#placeOf(index);
    this.#events[place] = event;
    this.#batches[place] = batch;
    this.#inBatch[place] = at;
    this.#notes[place * note.WIDTH + note.OBSERVED] = time;
    this.#notes[place * note.WIDTH + note.TIME] = Number.NaN;
    return place;
  }

  #isAfter(place: number, other: number): boolean {
    const time = this.timeAt(place);
    const otherTime = this.timeAt(other);
    if (time !== otherTime) return time > otherTime;
    const batch = this.#batches[place];
    const otherBatch = this.#batches[other];
    if (batch && otherBatch) {
      return compareBeatIds(batch, this.#inBatch[place]!, otherBatch, this.#inBatch[other]!) > 0;
    }
    const rankAt = rank[this.#events[place]?.origin ?? 'agent'];
    const otherRank = rank[this.#events[other]?.origin ?? 'agent'];
    return rankAt === otherRank ? this.idAt(place) > this.idAt(other) : rankAt > otherRank;
  }

  #move(from: number, to: number): void {
    this.#events[to] = this.#events[from];
    this.#batches[to] = this.#batches[from];
    this.#inBatch[to] = this.#inBatch[from]!;
    this.#notes.copyWithin(to * note.WIDTH, from * note.WIDTH, (from + 1) * note.WIDTH);
    this.#hashes.copyWithin(to * note.HASHES, from * note.HASHES, (from + 1) * note.HASHES);
  }

  #order(): void {
    if (this.#leftTime === Number.POSITIVE_INFINITY) return;
    this.#leftTime = Number.POSITIVE_INFINITY;
    const places = Array.from({ length: this.#count }, (_, index) => this.#placeOf(index));
    places.sort((a, b) => Number(this.#isAfter(a, b)) - Number(this.#isAfter(b, a)));
    this.#makeRoom(this.#events.length, places);
  }

  /**
   * For so many, a power of two.
   *
   * @param order - Places of those that wait, the first to be taken first. Default: as they are.
   */
  #makeRoom(places: number, order?: readonly number[]): void {
    const events = new Array<AgentEvent | undefined>(places).fill(undefined);
    const batches = new Array<EventBatch | undefined>(places).fill(undefined);
    const inBatch = new Int32Array(places);
    const notes = new Float64Array(places * note.WIDTH);
    const hashes = new Int32Array(places * note.HASHES);
    for (let index = 0; index < this.#count; index++) {
      const from = order?.[index] ?? this.#placeOf(index);
      events[index] = this.#events[from];
      batches[index] = this.#batches[from];
      inBatch[index] = this.#inBatch[from]!;
      notes.set(this.#notes.subarray(from * note.WIDTH, (from + 1) * note.WIDTH), index * note.WIDTH);
      hashes.set(this.#hashes.subarray(from * note.HASHES, (from + 1) * note.HASHES), index * note.HASHES);
    }
    this.#events = events;
    this.#batches = batches;
    this.#inBatch = inBatch;
    this.#notes = notes;
    this.#hashes = hashes;
    this.#head = 0;
  }
}

/** Bytes of ASCII are in the order of code units. */
function compareBeatIds(one: EventBatch, oneAt: number, other: EventBatch, otherAt: number): number {
  const { bytes, spans } = one.beats;
  const { bytes: others, spans: otherSpans } = other.beats;
  const from = oneAt * beat.SPANS + beat.ID;
  const otherFrom = otherAt * beat.SPANS + beat.ID;
  const end = spans[from + 1]!;
  const otherEnd = otherSpans[otherFrom + 1]!;
  let at = spans[from]!;
  let its = otherSpans[otherFrom]!;
  for (; at < end && its < otherEnd; at++, its++) {
    if (bytes[at] !== others[its]) return bytes[at]! - others[its]!;
  }
  return end - at - (otherEnd - its);
}

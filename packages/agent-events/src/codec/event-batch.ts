import type { AgentEvent, AgentHeartbeat } from '../events.ts';
import * as beat from './beat-columns.ts';

/** Heartbeats of a batch that are no objects: numbers, and texts as they came. */
export interface BeatColumns {
  /** `beat.NUMBERS` for each place of the batch. */
  numbers: Float64Array;
  /** `beat.SPANS` for each place of the batch: where in `bytes` texts begin and end. */
  spans: Int32Array;
  /** Of the message, which it keeps alive. ASCII. */
  bytes: Buffer;
}

/**
 * Events that came together, read and checked. Nearly all are heartbeats that agents sent of themselves: these are
 * columns, and become objects only where somebody asks.
 */
export class EventBatch {
  /** Of all its events; empty where they may be of several. */
  readonly fleet: string;
  /** When each was observed, epoch milliseconds. */
  readonly times: Float64Array;
  readonly #events: readonly (AgentEvent | undefined)[];
  readonly #beats: BeatColumns | undefined;

  /** @param events - Undefined where it is a beat in columns. */
  constructor(
    fleet: string,
    times: Float64Array,
    events: readonly (AgentEvent | undefined)[],
    beats?: BeatColumns,
  ) {
    this.fleet = fleet;
    this.times = times;
    this.#events = events;
    this.#beats = beats;
  }

  /** @param fleet - Of all of them; absent: of any. */
  static of(events: readonly AgentEvent[], fleet = ''): EventBatch {
    return new EventBatch(
      fleet,
      Float64Array.from(events, ({ observedTime }) => observedTime),
      events,
    );
  }

  /** The same as batches of one fleet each. */
  byFleet(): EventBatch[] {
    if (this.fleet !== '') return [this];
    const fleets = Map.groupBy(this.eventsFrom(0), ({ fleet }) => fleet);
    return [...fleets].map(([fleet, its]) => EventBatch.of(its, fleet));
  }

  get length(): number {
    return this.times.length;
  }

  /** The columns of whatever `objectAt` has no event for. */
  get beats(): BeatColumns {
    return this.#beats!;
  }

  /** The event at this place; undefined where it is a beat in columns, which is of the batch's fleet. */
  objectAt(at: number): AgentEvent | undefined {
    return this.#events[at];
  }

  /** The event at this place, made if need be. */
  eventAt(at: number): AgentEvent {
    return this.#events[at] ?? this.beatAt(at);
  }

  /** The same, with texts of its own: it keeps nothing alive of the message that it came in. */
  detached(): EventBatch {
    if (!this.#beats) return this;
    const beats = { ...this.#beats, bytes: Buffer.from(this.#beats.bytes) };
    return new EventBatch(this.fleet, this.times, this.#events, beats);
  }

  /** Events from this place on. */
  eventsFrom(first: number): AgentEvent[] {
    return Array.from({ length: this.length - first }, (_, at) => this.eventAt(first + at));
  }

  /** The id of a beat in columns. */
  beatIdAt(at: number): string {
    return this.#text(at * beat.SPANS + beat.ID);
  }

  /** A beat in columns as an object. @param anotherSender - Than the agent. */
  beatAt(at: number, anotherSender?: string): AgentHeartbeat {
    const { numbers, spans } = this.beats;
    const [from, spanned] = [at * beat.NUMBERS, at * beat.SPANS];
    const agent = this.#text(spanned + beat.AGENT);
    const interval = numbers[from + beat.INTERVAL]!;
    const sender = interval < 0 ? agent : anotherSender;
    return {
      id: this.beatIdAt(at),
      type: 'agent.heartbeat',
      time: numbers[from + beat.TIME]!,
      observedTime: this.times[at]!,
      origin: 'agent',
      fleet: this.fleet,
      ...(sender !== undefined && { sender }),
      agent,
      instance: this.#text(spanned + beat.INSTANCE),
      ...(spans[spanned + beat.HOST] !== beat.ABSENT && { host: this.#text(spanned + beat.HOST) }),
      sequence: numbers[from + beat.SEQUENCE]!,
      interval: Math.abs(interval),
    };
  }

  #text(span: number): string {
    const { spans, bytes } = this.beats;
    return bytes.toString('latin1', spans[span], spans[span + 1]);
  }
}

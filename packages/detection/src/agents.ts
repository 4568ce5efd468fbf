import type { AgentActivity, AgentEvent, AgentHeartbeat, LinkOpened } from '@mortsafe/agent-events';
import { type BeatColumns, beat } from '@mortsafe/agent-events/codec';
import { createBeatIds, reserveBeatId } from './beat-ids.ts';
import { type Hash64, type HashKey, hashBytesInto, hashInto } from './keyed-hash.ts';
import { LaunchIndex } from './launch-index.ts';
import type { PlainBeat } from './plain-beat.ts';
import type { AgentRecord, Launch, LinkRecord, Rhythm } from './records.ts';
import { createRows, pageOf, reserveRow, startOf } from './rows.ts';
import * as at from './seat.ts';
import { type Marks, noMarks, type Seat, type Vitals } from './seat.ts';
import { settle } from './settle.ts';
import { takeSteadyOther } from './steady-activity.ts';
import { expectFirstBeat, forgetLastEvent, takeSteadyBeat } from './steady-beat.ts';
import { type Touched, tellTouched } from './touched.ts';
import { wake } from './wake.ts';

/** Agents as a checkpoint holds them: plain data. */
export interface SavedAgents extends Vitals {
  seats: Map<string, Seat>;
  /** Rows of agents that were forgotten. */
  free: number[];
}

export const createSavedAgents = (): SavedAgents => ({
  seats: new Map(),
  free: [],
  changing: createRows(at.CHANGING_WIDTH),
  lasting: createRows(at.LASTING_WIDTH),
  beatIds: createBeatIds(),
});

/**
 * The agents of a fleet by id, as a map of their records would hold them. A record that was given out may be changed
 * and compared until `settle`, which is called when an event or a timer has been dealt with; not after it.
 */
export class Agents {
  /** As it stands. All that was given out must have been settled. */
  readonly saved: SavedAgents;
  readonly #fleet: string;
  readonly #seats: Map<string, Seat>;
  /** Rows of those that were steady lately, by `hashOf` their names: no more than a short cut, and no part of a checkpoint. */
  readonly index = new LaunchIndex();
  readonly #hashKey: HashKey;
  readonly #byRow: Seat[] = [];
  readonly #touched: Touched;
  #awake: Seat[] = [];
  #last: Seat | undefined;
  #before: Seat | undefined;
  #missing: string | undefined;

  constructor(fleet: string, saved: SavedAgents, hashKey: HashKey) {
    this.#hashKey = hashKey;
    this.#fleet = fleet;
    this.saved = saved;
    this.#seats = saved.seats;
    this.#touched = tellTouched(saved.seats);
    for (const seat of saved.seats.values()) this.#byRow[seat.row] = seat;
  }

  get size(): number {
    return this.#seats.size;
  }

  has(id: string): boolean {
    return this.#seatOf(id) !== undefined;
  }

  get(id: string): AgentRecord | undefined {
    const seat = this.#seatOf(id);
    return seat && this.#recordOf(seat);
  }

  /** One event asks for one agent or two many times over, and a look-up by a text takes most of a microsecond. */
  #seatOf(id: string): Seat | undefined {
    if (this.#last?.id === id) return this.#last;
    if (this.#before?.id === id) return this.#before;
    if (this.#missing === id) return undefined;
    const seat = this.#seats.get(id);
    if (seat) this.#remember(seat);
    else this.#missing = id;
    return seat;
  }

  #remember(seat: Seat): void {
    this.#before = this.#last;
    this.#last = seat;
  }

  /** Nobody is woken for that. */
  marksOf(id: string): Marks {
    return this.#seatOf(id)?.record ?? noMarks;
  }

  /** Likewise. */
  linksOf(id: string): ReadonlyMap<string, LinkRecord> | undefined {
    const seat = this.#seatOf(id);
    return seat && (seat.record ?? seat.aside)?.links;
  }

  /** To be changed. Undefined where there is no such agent. */
  linksToChange(id: string): Map<string, LinkRecord> | undefined {
    const seat = this.#seatOf(id);
    if (!seat) return undefined;
    this.#touched.touch(id);
    if (!seat.record) seat.aside ??= { links: undefined, lastEvent: undefined };
    const holder = seat.record ?? seat.aside!;
    holder.links ??= new Map();
    return holder.links;
  }

  /** Oldest first. What is added meanwhile comes too. */
  *values(): IterableIterator<AgentRecord> {
    for (const seat of this.#seats.values()) yield this.#recordOf(seat);
  }

  /** The rhythms of each agent's launches, oldest agents first. Wakes only those that are not steady. */
  *rhythms(): IterableIterator<readonly Rhythm[]> {
    const { changing } = this.saved;
    for (const seat of this.#seats.values()) {
      const page = pageOf(changing, seat.row);
      const start = startOf(changing, seat.row);
      if (seat.record || !(page[start + at.FLAGS]! & at.STEADY)) {
        yield this.#recordOf(seat).launches;
        continue;
      }
      const lastOwn = page[start + at.LAST_OWN]!;
      const lastBeat = page[start + at.LAST_BEAT]!;
      const interval = page[start + at.INTERVAL]!;
      yield [{ agent: seat.id, interval, lastOwn, lastBeat, stop: undefined, silent: false, gap: undefined }];
    }
  }

  add(record: AgentRecord): void {
    this.#stayAwake(this.#addSeat(record.id, record));
  }

  /** Adds an agent that is steady from its first heartbeat on, and says in which row. */
  addSteady(event: PlainBeat, now: number, step: number): number {
    const seat = this.#addSeat(event.agent, undefined);
    expectFirstBeat(seat, this.saved, event, now, step);
    if (!takeSteadyBeat(seat, this.saved, event, now))
      throw new Error('the first heartbeat was not expected');
    return seat.row;
  }

  #addSeat(id: string, record: AgentRecord | undefined): Seat {
    const { saved } = this;
    const row = saved.free.pop() ?? this.#seats.size;
    reserveRow(saved.changing, row);
    reserveRow(saved.lasting, row);
    reserveBeatId(saved.beatIds, row);
    const seat: Seat = { id, row, instance: '', host: undefined, firstId: '', record, aside: undefined };
    this.#seats.set(id, seat);
    this.#touched.touchNew(id);
    this.#missing = undefined;
    this.#remember(seat);
    this.#byRow[row] = seat;
    return seat;
  }

  delete(id: string): void {
    const seat = this.#seats.get(id);
    if (!seat) return;
    this.#seats.delete(id);
    this.#touched.touch(id);
    this.#last = undefined;
    this.#before = undefined;
    this.#leaveIndex(seat.id, seat.instance, seat.host);
    this.saved.free.push(seat.row);
    pageOf(this.saved.changing, seat.row)[startOf(this.saved.changing, seat.row) + at.FLAGS] = 0;
    seat.record = undefined;
    seat.row = GONE;
  }

  /** The hash by which `index` knows a launch. Read it before the next is asked for. */
  hashOf(agent: string, instance: string, host: string | undefined): Readonly<Hash64> {
    hashInto(hash, this.#hashKey, host === undefined ? HOSTLESS : HOSTED, agent, instance, host);
    return hash;
  }

  /** As `hashOf`, of the beat at this place. */
  beatHash({ bytes, spans }: BeatColumns, at: number): Readonly<Hash64> {
    const from = at * beat.SPANS;
    const [agent, agentEnd] = [spans[from + beat.AGENT]!, spans[from + beat.AGENT + 1]!];
    const [instance, instanceEnd] = [spans[from + beat.INSTANCE]!, spans[from + beat.INSTANCE + 1]!];
    const host = spans[from + beat.HOST]!;
    const hostEnd = host === beat.ABSENT ? host : spans[from + beat.HOST + 1]!;
    const kind = host === beat.ABSENT ? HOSTLESS : HOSTED;
    const key = this.#hashKey;
    hashBytesInto(hash, key, kind, bytes, agent, agentEnd, instance, instanceEnd, host, hostEnd);
    return hash;
  }

  /** The row of the agent that sent this, if it is steady and this is of the same launch on the same host. */
  steadyRowOf({ agent, instance, host }: AgentEvent): number | undefined {
    const seat = agent === undefined ? undefined : this.#seatOf(agent);
    if (!seat || seat.instance !== instance || seat.host !== host) return undefined;
    return this.#flagsOf(seat) & at.STEADY ? seat.row : undefined;
  }

  /** What an agent last sent is a heartbeat again. */
  forgetLastEvent(row: number): void {
    const seat = this.#byRow[row]!;
    forgetLastEvent(seat);
    this.#touched.touch(seat.id);
  }

  /** Takes a heartbeat if it is the one that was to be expected of a steady agent: nothing else needs to be done. */
  takeBeat(event: AgentHeartbeat, now: number): boolean {
    const seat = this.#seatOf(event.agent);
    if (!seat) return false;
    const lastEvent = seat.aside?.lastEvent;
    const isTaken = takeSteadyBeat(seat, this.saved, event, now);
    if (seat.aside?.lastEvent !== lastEvent) this.#touched.touch(seat.id);
    return isTaken;
  }

  /** Likewise another event by which it shows no more than that it lives. */
  takeOther(event: AgentActivity | LinkOpened, now: number): boolean {
    const seat = this.#seatOf(event.agent);
    if (!seat || !takeSteadyOther(seat, this.saved, event, now)) return false;
    this.#touched.touch(seat.id);
    return true;
  }

  /** Where an agent is; undefined where there is none. */
  rowOf(id: string): number | undefined {
    return this.#seatOf(id)?.row;
  }

  idAt(row: number): string {
    return this.#byRow[row]!.id;
  }

  /** The rhythm of the launch in this row; undefined where it is not steady, or another came after it. */
  steadyInterval(row: number, step: number): number | undefined {
    const { changing } = this.saved;
    const page = pageOf(changing, row);
    const start = startOf(changing, row);
    if (!(page[start + at.FLAGS]! & at.STEADY) || page[start + at.STEP] !== step) return undefined;
    return page[start + at.INTERVAL]!;
  }

  /** When a steady launch last sent anything itself. */
  lastOwn(row: number): number {
    const { changing } = this.saved;
    return pageOf(changing, row)[startOf(changing, row) + at.LAST_OWN]!;
  }

  /** The launch that opened at this step, of the agent in this row. */
  launchAt(row: number, step: number): Launch | undefined {
    const seat = this.#byRow[row];
    if (!seat || seat.row === GONE) return undefined;
    return this.#recordOf(seat).launches.find((launch) => launch.step === step);
  }

  /** An event or a timer has been dealt with: whoever is steady needs no record. */
  settle(): void {
    if (this.#awake.length === 0) return;
    for (const seat of this.#awake) if (seat.row !== GONE) this.#settle(seat);
    this.#awake = [];
  }

  #settle(seat: Seat): void {
    const { id, instance, host } = seat;
    settle(seat, this.saved);
    this.#touched.touch(id);
    if (seat.instance !== instance || seat.host !== host) this.#leaveIndex(id, instance, host);
  }

  #leaveIndex(agent: string, instance: string, host: string | undefined): void {
    if (instance !== '') this.index.delete(this.hashOf(agent, instance, host));
  }

  #flagsOf({ row }: Seat): number {
    const { changing } = this.saved;
    return pageOf(changing, row)[startOf(changing, row) + at.FLAGS]!;
  }

  #recordOf(seat: Seat): AgentRecord {
    const flags = this.#flagsOf(seat);
    if (flags & at.AWAKE) return seat.record!;
    const record = flags & at.STEADY ? wake(seat, this.saved, this.#fleet) : seat.record!;
    this.#stayAwake(seat);
    return record;
  }

  #stayAwake(seat: Seat): void {
    const { changing } = this.saved;
    pageOf(changing, seat.row)[startOf(changing, seat.row) + at.FLAGS] = at.AWAKE;
    this.#awake.push(seat);
  }
}

const GONE = -1;
const HOSTLESS = 8;
const HOSTED = 9;
/** One serves all, for there are many. */
const hash: Hash64 = { low: 0, high: 0 };

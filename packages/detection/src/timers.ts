import {
  type Alarms,
  addAlarm,
  alarmMs,
  alarmRow,
  alarmStep,
  alarmTurn,
  createAlarms,
  dropAlarm,
  hasAlarm,
  keepAlarms,
  sortAlarms,
} from './alarms.ts';

/** What a rule wants to be reminded of; it names itself by what it is about. */
export type WakeKey = readonly (string | number)[];

export interface Timer {
  at: number;
  /** Order of setting: breaks ties. */
  turn: number;
  rule: string;
  key: WakeKey;
  /** Also runs when a replay's input ends before its time. */
  atEnd: boolean;
}

/** The timers of one second. Sorted only once it comes, from `head` on. */
export interface Slot {
  timers: Timer[];
  head: number;
  sorted: boolean;
  alarms: Alarms;
  /** Its second has come: alarms of it that were out of date then have been put off. */
  begun?: boolean;
}

/** Who is told of what falls due, in order of time. */
export interface Due {
  run(timer: Timer): void;
  /** The alarm of the launch that opened at this step, of the agent in this row. */
  ring(at: number, row: number, step: number): void;
  /**
   * When that alarm is to ring, as things stand when its second begins; undefined where only its ringing can tell.
   * Nearly all are put off so, all of a second at once, which takes a fifth of the time that ringing takes.
   */
  putOff(row: number, step: number): number | undefined;
}

/** A calendar queue: timers by the second they are due in, and a heap of those seconds. */
export interface Timers {
  slots: Map<number, Slot>;
  /** Binary heap, least first. */
  due: number[];
  turns: number;
}

const SLOT_MS = 1_000;

export const createTimers = (): Timers => ({ slots: new Map(), due: [], turns: 0 });

export function setTimer(timers: Timers, at: number, rule: string, key: WakeKey, atEnd = false): void {
  const slot = slotAt(timers, Math.floor(at / SLOT_MS));
  slot.timers.push({ at, turn: timers.turns++, rule, key, atEnd });
  slot.sorted = false;
}

/** As a timer, for a whole number of milliseconds. */
export function setAlarm(timers: Timers, at: number, row: number, step: number): void {
  const second = Math.floor(at / SLOT_MS);
  addAlarm(slotAt(timers, second).alarms, at - second * SLOT_MS, timers.turns++, row, step);
}

function slotAt(timers: Timers, second: number): Slot {
  const known = timers.slots.get(second);
  if (known) return known;
  const slot: Slot = { timers: [], head: 0, sorted: true, alarms: createAlarms() };
  timers.slots.set(second, slot);
  pushDue(timers.due, second);
  return slot;
}

/**
 * Runs what is due before `limit`, in order of time. What running sets anew runs too, if it is due; it must
 * not be set for a time before the one that runs.
 * `inclusive` also runs what is due at `limit`: nothing more can happen at that time.
 */
export function runTimers(timers: Timers, limit: number, inclusive: boolean, due: Due): void {
  for (let second = timers.due[0]; second !== undefined; second = timers.due[0]) {
    if (second * SLOT_MS > limit) return;
    const slot = timers.slots.get(second)!;
    if (!slot.begun) begin(timers, slot, second, due);
    if (!runSlot(slot, second * SLOT_MS, limit, inclusive, due)) return;
    timers.slots.delete(second);
    popDue(timers.due);
  }
}

/** Whoever has been heard of meanwhile needs no waking: its alarm goes to the second in which it may fall silent. */
function begin(timers: Timers, slot: Slot, second: number, due: Due): void {
  slot.begun = true;
  const end = (second + 1) * SLOT_MS;
  keepAlarms(slot.alarms, (row, step) => {
    const at = due.putOff(row, step);
    if (at === undefined || at < end) return true;
    setAlarm(timers, at, row, step);
    return false;
  });
}

/** False where something of it is left for later. */
function runSlot(slot: Slot, start: number, limit: number, inclusive: boolean, due: Due): boolean {
  const { alarms } = slot;
  for (;;) {
    const timer = first(slot);
    sortAlarms(alarms);
    const ringsAt = hasAlarm(alarms) ? start + alarmMs(alarms) : Number.POSITIVE_INFINITY;
    const at = Math.min(timer?.at ?? Number.POSITIVE_INFINITY, ringsAt);
    if (at === Number.POSITIVE_INFINITY) return true;
    if (at > limit || (at === limit && !inclusive)) return false;
    if (timer && (at < ringsAt || (timer.at === at && timer.turn < alarmTurn(alarms)))) {
      slot.head++;
      due.run(timer);
    } else {
      const row = alarmRow(alarms);
      const step = alarmStep(alarms);
      dropAlarm(alarms);
      due.ring(at, row, step);
    }
  }
}

/** The next timer of a slot, in order even when others were set since. */
function first(slot: Slot): Timer | undefined {
  if (!slot.sorted) {
    slot.timers.splice(0, slot.head);
    slot.timers.sort(byTime);
    slot.head = 0;
    slot.sorted = true;
  }
  return slot.timers[slot.head];
}

/** Takes out, in order of time, every timer that wants to run when the input ends. */
export function takeFinalTimers(timers: Timers): Timer[] {
  return [...timers.slots.values()]
    .flatMap(({ timers: set, head }) => set.slice(head))
    .filter(({ atEnd }) => atEnd)
    .sort(byTime);
}

const byTime = (a: Timer, b: Timer) => a.at - b.at || a.turn - b.turn;

function pushDue(heap: number[], second: number): void {
  let at = heap.push(second) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]! <= second) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = second;
}

function popDue(heap: number[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
    if (heap[child]! >= last) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
}

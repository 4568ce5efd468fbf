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

/** A calendar queue: timers by the second they are due in, and a heap of those seconds. */
export interface Timers {
  slots: Map<number, Timer[]>;
  /** Binary heap, least first. */
  due: number[];
  turns: number;
}

const SLOT_MS = 1_000;

export const createTimers = (): Timers => ({ slots: new Map(), due: [], turns: 0 });

export function setTimer(timers: Timers, at: number, rule: string, key: WakeKey, atEnd = false): void {
  const slot = Math.floor(at / SLOT_MS);
  const timer = { at, turn: timers.turns++, rule, key, atEnd };
  const list = timers.slots.get(slot);
  if (list) {
    list.push(timer);
  } else {
    timers.slots.set(slot, [timer]);
    pushSlot(timers.due, slot);
  }
}

/**
 * Runs what is due before `limit`, in order of time. What running sets anew runs too, if it is due; it must
 * not be set for a time before the one that runs.
 * `inclusive` also runs what is due at `limit`: nothing more can happen at that time.
 */
export function runTimers(
  timers: Timers,
  limit: number,
  inclusive: boolean,
  run: (timer: Timer) => void,
): void {
  const isDue = (timer: Timer) => timer.at < limit || (inclusive && timer.at === limit);
  for (let slot = timers.due[0]; slot !== undefined && slot * SLOT_MS <= limit; slot = timers.due[0]) {
    const list = timers.slots.get(slot) ?? [];
    list.sort(byTime);
    let done = 0;
    let sorted = list.length;
    while (done < list.length && isDue(list[done]!)) {
      run(list[done++]!);
      if (list.length > sorted) {
        // A timer set for this very second: it must not overtake, nor be overtaken.
        list.splice(0, done);
        list.sort(byTime);
        done = 0;
        sorted = list.length;
      }
    }
    list.splice(0, done);
    if (list.length > 0) return;
    timers.slots.delete(slot);
    popSlot(timers.due);
  }
}

/** Takes out, in order of time, every timer that wants to run when the input ends. */
export function takeFinalTimers(timers: Timers): Timer[] {
  return [...timers.slots.values()]
    .flat()
    .filter(({ atEnd }) => atEnd)
    .sort(byTime);
}

const byTime = (a: Timer, b: Timer) => a.at - b.at || a.turn - b.turn;

function pushSlot(heap: number[], slot: number): void {
  let at = heap.push(slot) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]! <= slot) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = slot;
}

function popSlot(heap: number[]): void {
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

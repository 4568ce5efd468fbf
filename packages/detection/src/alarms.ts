/**
 * Alarms of one second: each is the millisecond in it, a turn that breaks ties, and whom it is about, as a row and a
 * step. There is one for every launch that beats, so they are numbers in one list, four times smaller than timers.
 * In order from `head` on, where `sorted`.
 */
export interface Alarms {
  numbers: number[];
  head: number;
  sorted: boolean;
}

const FIELDS = 3;
const SECOND_MS = 1_000;

export const createAlarms = (): Alarms => ({ numbers: [], head: 0, sorted: true });

export function addAlarm(alarms: Alarms, ms: number, turn: number, row: number, step: number): void {
  alarms.numbers.push(row * SECOND_MS + ms, turn, step);
  alarms.sorted = false;
}

export const hasAlarm = ({ numbers, head }: Alarms): boolean => head < numbers.length;

export const alarmMs = ({ numbers, head }: Alarms): number => numbers[head]! % SECOND_MS;
export const alarmTurn = ({ numbers, head }: Alarms): number => numbers[head + 1]!;
export const alarmRow = ({ numbers, head }: Alarms): number => Math.floor(numbers[head]! / SECOND_MS);
export const alarmStep = ({ numbers, head }: Alarms): number => numbers[head + 2]!;

export function dropAlarm(alarms: Alarms): void {
  alarms.head += FIELDS;
}

/** Lets go of every alarm that is not to be kept; the rest stay in their order. */
export function keepAlarms(alarms: Alarms, keep: (row: number, step: number) => boolean): void {
  const { numbers } = alarms;
  let to = 0;
  for (let i = alarms.head; i < numbers.length; i += FIELDS) {
    if (!keep(Math.floor(numbers[i]! / SECOND_MS), numbers[i + 2]!)) continue;
    for (let field = 0; field < FIELDS; field++) numbers[to + field] = numbers[i + field]!;
    to += FIELDS;
  }
  numbers.length = to;
  alarms.head = 0;
}

const places = new Int32Array(SECOND_MS + 1);

/** By millisecond and turn: they were added in order of turn, and both ways of sorting keep it. */
export function sortAlarms(alarms: Alarms): void {
  if (alarms.sorted) return;
  if (alarms.numbers.length - alarms.head <= FEW * FIELDS) insertInPlace(alarms);
  else countInto(alarms);
  alarms.sorted = true;
}

/** Few are in order sooner than a thousand places are counted over. */
const FEW = 48;

function insertInPlace({ numbers, head }: Alarms): void {
  for (let from = head + FIELDS; from < numbers.length; from += FIELDS) {
    const [whom, turn, step] = [numbers[from]!, numbers[from + 1]!, numbers[from + 2]!];
    let to = from;
    while (to > head && numbers[to - FIELDS]! % SECOND_MS > whom % SECOND_MS) {
      for (let field = 0; field < FIELDS; field++) numbers[to + field] = numbers[to - FIELDS + field]!;
      to -= FIELDS;
    }
    numbers[to] = whom;
    numbers[to + 1] = turn;
    numbers[to + 2] = step;
  }
}

function countInto(alarms: Alarms): void {
  const { numbers, head } = alarms;
  const sorted = new Array<number>(numbers.length - head);
  places.fill(0);
  for (let i = head; i < numbers.length; i += FIELDS) places[(numbers[i]! % SECOND_MS) + 1]! += FIELDS;
  for (let ms = 1; ms < SECOND_MS; ms++) places[ms]! += places[ms - 1]!;
  for (let i = head; i < numbers.length; i += FIELDS) {
    const ms = numbers[i]! % SECOND_MS;
    const to = places[ms]!;
    places[ms] = to + FIELDS;
    for (let field = 0; field < FIELDS; field++) sorted[to + field] = numbers[i + field]!;
  }
  alarms.numbers = sorted;
  alarms.head = 0;
}

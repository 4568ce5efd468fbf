import { type AgentEvent, CANARY_FLEET, type DoorMinute, isDrillFleet } from '@mortsafe/agent-events';
import { countReasons } from './count-reasons.ts';
import type { DetectorWatch, WatchedStep } from './detector-watch.ts';

/** Counts what enters by each door, minute by minute. */
export interface DoorMeter {
  watch: Required<Pick<DetectorWatch, 'joined' | 'left' | 'entered' | 'stands' | 'took'>>;
  /** What is new since it was last asked. */
  take(): DoorMinute[];
}

const MINUTE_MS = 60_000;
const REASONS_MAX = 50;
/** Of one door; in what it counts as a whole, the others are. */
const FLEETS_MAX = 1_000;
/** Events whose clocks are compared, of a fleet and minute: one in so many, and the last of them. */
const SKEW_EVERY = 16;
const SKEWS_MAX = 64;
/** It is a sender who says so. */
const LOST_MAX = 1e12;
/** Minutes that nobody asked for. */
const OVER_MAX = 20_000;

interface Tally {
  events: number;
  lost: number;
  skews: number[];
  changed: boolean;
}

interface Door {
  name: string;
  partition: number;
  minute: number;
  whole: Tally;
  fleets: Map<string, Tally>;
  rejected: Map<string, number>;
  dropped: Map<string, number>;
  /** What waits, as `step` says. */
  lag: number | undefined;
  step: WatchedStep | undefined;
}

const tally = (changed = false): Tally => ({ events: 0, lost: 0, skews: [], changed });

/** @param now - Epoch milliseconds. */
export function createDoorMeter(now: () => number): DoorMeter {
  const doors = new Map<string, Door>();
  const pictures = new Map<number, string>();
  const countRejections = countReasons(REASONS_MAX);
  const countDrops = countReasons(REASONS_MAX);
  let over: DoorMinute[] = [];

  function doorAt(name: string, partition: number): Door {
    const key = `${name}/${partition}`;
    const minute = now() - (now() % MINUTE_MS);
    const known = doors.get(key);
    if (known?.minute === minute) return known;
    if (known) over = [...over, ...minutesOf(known, known.minute + MINUTE_MS)].slice(-OVER_MAX);
    const { lag, step } = known ?? {};
    // What waits is told every minute, also where nothing entered.
    const whole = tally(lag !== undefined);
    const counted = { fleets: new Map(), rejected: new Map(), dropped: new Map() };
    const door: Door = { name, partition, minute, whole, ...counted, lag, step };
    doors.set(key, door);
    return door;
  }

  /** Others know what waits there. */
  function giveUp(step: WatchedStep, isOurs: (door: Door) => boolean): void {
    for (const door of doors.values()) if (door.step === step && !isOurs(door)) door.lag = undefined;
  }

  return {
    watch: {
      joined: (step, share) =>
        giveUp(step, ({ name, partition }) =>
          share.some((one) => one.topic === name && one.partition === partition),
        ),
      left: (step) => giveUp(step, () => false),
      entered({ events = [], rejections = [], drops = [] }, name, partition = 0) {
        if (events.length + rejections.length + drops.length === 0) return;
        const door = doorAt(name, partition);
        door.whole.changed = true;
        addTo(door.rejected, countRejections(rejections.map(({ reason }) => reason)));
        addTo(door.dropped, countDrops(drops));
        let fleet: string | undefined;
        let ofFleet: Tally | undefined;
        for (const event of events) {
          if (event.fleet !== fleet) ofFleet = fleetIn(door, event.fleet);
          fleet = event.fleet;
          count(door.whole, event);
          if (ofFleet) count(ofFleet, event);
        }
      },
      stands(step, stands) {
        for (const { topic, partition, next, end } of stands) {
          if (step === 'detect') pictures.set(partition, topic);
          const door = doorAt(topic, partition);
          const lag = Math.max(0, end - next);
          door.whole.changed ||= lag !== door.lag;
          Object.assign(door, { lag, step });
        }
      },
      took({ partition, events }) {
        const name = pictures.get(partition);
        if (name === undefined || events === 0) return;
        const { whole } = doorAt(name, partition);
        whole.events += events;
        whole.changed = true;
      },
    },
    take() {
      const at = now();
      for (const { name, partition } of [...doors.values()]) doorAt(name, partition);
      const found = [...over, ...[...doors.values()].flatMap((door) => minutesOf(door, at))];
      over = [];
      return found;
    },
  };
}

/** The canary is nobody's fleet, and a drill's ends. */
function fleetIn({ fleets }: Door, fleet: string): Tally | undefined {
  const known = fleets.get(fleet);
  if (known || fleets.size >= FLEETS_MAX || fleet === CANARY_FLEET || isDrillFleet(fleet)) return known;
  const fresh = tally();
  fleets.set(fleet, fresh);
  return fresh;
}

function count(into: Tally, event: AgentEvent): void {
  if (into.events % SKEW_EVERY === 0) {
    into.skews[(into.events / SKEW_EVERY) % SKEWS_MAX] = event.time - event.observedTime;
  }
  into.events += 1;
  if (event.type === 'telemetry.lost') into.lost = Math.min(into.lost + event.count, LOST_MAX);
  into.changed = true;
}

function addTo(sums: Map<string, number>, counted: ReadonlyMap<string, number>): void {
  for (const [word, times] of counted) sums.set(word, (sums.get(word) ?? 0) + times);
}

/** Those that have changed since they were last told. */
function minutesOf(door: Door, until: number): DoorMinute[] {
  const { name, partition, minute, whole, fleets, rejected, dropped, lag } = door;
  const of = (one: Tally, fleet?: string): DoorMinute[] => {
    if (!one.changed) return [];
    one.changed = false;
    const skew = skewOf(one.skews);
    const { events, lost } = one;
    const about = { door: name, partition, ...(fleet !== undefined && { fleet }), minute, until };
    return [{ ...about, events, lost, ...(skew && { skew }) }];
  };
  return [
    ...of(whole).map((all) => ({
      ...all,
      rejected: Object.fromEntries(rejected),
      dropped: Object.fromEntries(dropped),
      ...(lag !== undefined && { lag }),
    })),
    ...[...fleets].flatMap(([fleet, one]) => of(one, fleet)),
  ];
}

function skewOf(skews: readonly number[]): DoorMinute['skew'] {
  if (skews.length === 0) return undefined;
  const sorted = skews.toSorted((one, other) => one - other);
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  return {
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
    worstMs: Math.abs(first) > Math.abs(last) ? first : last,
  };
}
